package dev.cairn.hash;

import dev.cairn.testkit.gate.DeviceGate;

class HashDevicePrivileged extends DeviceGate {
  HashDevicePrivileged() {
    super(new HashFixture());
  }
}
