/**
 * File systems of their own for tests, on loop devices, which crash or whose device is full. They
 * need root.
 */
@NullMarked
package dev.cairn.testkit.device;

import org.jspecify.annotations.NullMarked;
