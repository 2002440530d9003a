package dev.cairn.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.StackTrace;

/** What all events have in common. */
@Category("Cairn")
@StackTrace(false)
abstract class StoreEvent extends Event {}
