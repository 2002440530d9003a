package dev.cairn.examples.spring;

import dev.cairn.hash.HashStore;
import dev.cairn.map.Codecs;
import dev.cairn.map.StoreMap;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application whose beans share one store. */
@SpringBootApplication
public class GreetingApplication {
  /** Spring makes it. */
  GreetingApplication() {}

  /**
   * Starts the application.
   *
   * @param arguments Spring's
   */
  public static void main(String[] arguments) {
    SpringApplication.run(GreetingApplication.class, arguments);
  }

  /** The store. Spring calls its {@code close()} after all beans that use it have gone. */
  @Bean
  HashStore store(@Value("${greetings.directory}") Path directory) {
    return HashStore.open(directory);
  }

  /** What the other beans ask for. */
  @Bean
  ConcurrentMap<String, Long> greetings(HashStore store) {
    return StoreMap.of(store, Codecs.UTF_8, Codecs.LONG);
  }
}
