/**
 * The API of Cairn: what an application calls, whichever engine it opens.
 *
 * <p>Start at {@link dev.cairn.KeyValueStore}.
 */
@SuppressWarnings("module") // The engines are compiled after this module.
module dev.cairn.api {
  requires jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.cairn;
  exports dev.cairn.internal.progress to
      dev.cairn.storage,
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
  exports dev.cairn.internal.record to
      dev.cairn.storage,
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;

  uses dev.cairn.StoreProvider;
}
