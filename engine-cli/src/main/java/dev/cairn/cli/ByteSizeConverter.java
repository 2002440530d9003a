package dev.cairn.cli;

import dev.cairn.cli.session.ByteSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option that is a size. */
final class ByteSizeConverter implements ITypeConverter<ByteSize> {
  @Override
  public ByteSize convert(String text) {
    try {
      return ByteSize.parse(text);
    } catch (IllegalArgumentException failure) {
      throw new TypeConversionException(failure.getMessage());
    }
  }
}
