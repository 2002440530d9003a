/** A store as a bean. */
package dev.cairn.examples.spring;
