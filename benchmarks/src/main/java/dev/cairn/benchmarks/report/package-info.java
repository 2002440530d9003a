/**
 * Turns what {@code cairn compare} has measured into a page for people: {@link
 * dev.cairn.benchmarks.report.Report}. The same files always give the same page.
 */
@NullMarked
package dev.cairn.benchmarks.report;

import org.jspecify.annotations.NullMarked;
