/** What every engine stands on: files, the log and memory. Nothing here is API. */
@SuppressWarnings("module") // The engines are compiled after this module.
module dev.cairn.storage {
  requires transitive dev.cairn.api;
  requires dev.cairn.simd;
  requires jdk.jfr;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.cairn.internal.codec to
      dev.cairn.lsm;
  exports dev.cairn.internal.event to
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
  exports dev.cairn.internal.log to
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
  exports dev.cairn.internal.memory to
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
  exports dev.cairn.internal.salvage to
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
  exports dev.cairn.internal.store to
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
  exports dev.cairn.internal.vfs to
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
}
