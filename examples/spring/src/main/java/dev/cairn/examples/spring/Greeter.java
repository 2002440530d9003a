package dev.cairn.examples.spring;

import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** Greets people, and knows how often it has. */
@Component
class Greeter {
  private final ConcurrentMap<String, Long> greetings;

  Greeter(ConcurrentMap<String, Long> greetings) {
    this.greetings = greetings;
  }

  String greet(String name) {
    return "Hello " + name + ", for the " + greetings.merge(name, 1L, Long::sum) + ". time";
  }
}
