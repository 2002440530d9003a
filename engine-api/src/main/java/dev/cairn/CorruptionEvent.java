package dev.cairn;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/**
 * Tells JDK Flight Recorder of damage when its exception is made, so that it is on record also when
 * a store can do without the damaged file and nobody hears of the exception.
 */
@Name("dev.cairn.Corruption")
@Label("Corruption")
@Description("Bytes on disk are not what was written.")
@Category("Cairn")
final class CorruptionEvent extends Event {
  @Label("File")
  String file = "";

  @Label("Position")
  long position;

  @Label("What is damaged")
  String what = "";

  static void commit(String file, long position, String what) {
    CorruptionEvent event = new CorruptionEvent();
    event.file = file;
    event.position = position;
    event.what = what;
    event.commit();
  }
}
