package dev.cairn.bptree;

import dev.cairn.testkit.gate.DeviceGate;

class BPlusTreeDevicePrivileged extends DeviceGate {
  BPlusTreeDevicePrivileged() {
    super(new BPlusTreeFixture());
  }
}
