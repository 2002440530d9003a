/** What a module that uses Cairn says. */
module dev.cairn.examples {
  requires dev.cairn.bptree;
  requires dev.cairn.hash;
  requires dev.cairn.map;
}
