package dev.cairn.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.hash.HashStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application starts, and ends so that the next one finds all that it did. */
class GreetingApplicationTest {
  private static ConfigurableApplicationContext start(Path directory) {
    return SpringApplication.run(
        GreetingApplication.class,
        "--greetings.directory=" + directory.resolve("store"),
        "--spring.main.banner-mode=off");
  }

  @Test
  void storeIsClosedWithTheApplication(@TempDir Path directory) {
    HashStore store;
    try (ConfigurableApplicationContext application = start(directory)) {
      store = application.getBean(HashStore.class);
      assertThat(application.getBean(Greeter.class).greet("Ada")).endsWith("for the 1. time");
    }
    assertThatIllegalStateException().isThrownBy(store::stats).withMessageContaining("closed");

    try (ConfigurableApplicationContext application = start(directory)) {
      assertThat(application.getBean(Greeter.class).greet("Ada")).endsWith("for the 2. time");
    }
  }
}
