package dev.cairn.lsm;

import dev.cairn.testkit.gate.DeviceGate;

class LsmDevicePrivileged extends DeviceGate {
  LsmDevicePrivileged() {
    super(new LsmFixture());
  }
}
