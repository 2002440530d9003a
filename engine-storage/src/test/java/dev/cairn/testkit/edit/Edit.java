package dev.cairn.testkit.edit;

import static java.lang.classfile.ClassTransform.transformingMethodBodies;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A change of a method of a class file, as a slip of a programmer would have made it. */
@FunctionalInterface
public interface Edit {
  /**
   * Makes the change.
   *
   * @param classFile the class as it was compiled
   * @return the changed class
   * @throws IllegalStateException if there is nothing to change
   */
  byte[] apply(byte[] classFile);

  /**
   * Forgets calls: their arguments are thrown away, and their result is 0, false or null.
   *
   * @param method the method that calls
   * @param callee the name of the method called
   * @return the edit
   */
  static Edit forgetCall(String method, String callee) {
    return editCalls(
        method,
        callee,
        (code, call) -> {
          dropArguments(code, call);
          if (call.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
          }
          pushNothing(code, call.typeSymbol().returnType());
        });
  }

  /**
   * Calls another method of the same class and type instead.
   *
   * @param method the method that calls
   * @param callee the name of the method called
   * @param other the name of the method called instead
   * @return the edit
   */
  static Edit callInstead(String method, String callee, String other) {
    return editCalls(
        method,
        callee,
        (code, call) ->
            code.invoke(
                call.opcode(),
                call.owner().asSymbol(),
                other,
                call.typeSymbol(),
                call.isInterface()));
  }

  /**
   * Calls a method of {@link Sabotage} of the same name instead, which is given the receiver first.
   *
   * @param method the method that calls
   * @param callee the name of the method called
   * @param sabotage the name of the method called instead
   * @return the edit
   */
  static Edit sabotage(String method, String callee, String sabotage) {
    return editCalls(
        method,
        callee,
        (code, call) -> {
          MethodTypeDesc type =
              call.opcode() == Opcode.INVOKESTATIC
                  ? call.typeSymbol()
                  : call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
          code.invokestatic(ClassDesc.of(Sabotage.class.getName()), sabotage, type);
        });
  }

  /**
   * The same for calls of static methods alone, where others have the same name.
   *
   * @param method the method that calls
   * @param callee the name of the static method called
   * @param sabotage the name of the method called instead
   * @return the edit
   */
  static Edit sabotageStatic(String method, String callee, String sabotage) {
    return edit(
        method,
        element ->
            element instanceof InvokeInstruction call
                && call.opcode() == Opcode.INVOKESTATIC
                && call.name().equalsString(callee),
        (code, element) ->
            code.invokestatic(
                ClassDesc.of(Sabotage.class.getName()),
                sabotage,
                ((InvokeInstruction) element).typeSymbol()));
  }

  /**
   * Does nothing in a method but return 0, false or null.
   *
   * @param method the method
   * @return the edit
   */
  static Edit doNothing(String method) {
    return replaceBody(
        method,
        (code, type) -> {
          pushNothing(code, type.returnType());
          code.return_(TypeKind.from(type.returnType()));
        });
  }

  /**
   * Goes on where a method should have thrown.
   *
   * @param method the method
   * @return the edit
   */
  static Edit neverThrow(String method) {
    return edit(method, element -> element instanceof ThrowInstruction, (code, _) -> code.pop());
  }

  /**
   * Makes a conditional branch of a method unconditional.
   *
   * @param method the method
   * @param index which of its branches; negative numbers count from the last, which is -1
   * @param isTaken whether it is always taken, or never
   * @return the edit
   */
  static Edit decide(String method, int index, boolean isTaken) {
    return classFile -> {
      int[] count = new int[1];
      Predicate<Object> isBranch =
          element -> element instanceof BranchInstruction branch && isConditional(branch.opcode());
      ClassModel model = ClassFile.of().parse(classFile);
      int total = 0;
      for (MethodModel candidate : model.methods()) {
        if (candidate.methodName().equalsString(method)) {
          total +=
              (int)
                  candidate.code().stream()
                      .flatMap(CodeModel::elementStream)
                      .filter(isBranch)
                      .count();
        }
      }
      int wanted = index < 0 ? total + index : index;
      return edit(
              method,
              element -> isBranch.test(element) && count[0]++ == wanted,
              (code, element) -> {
                BranchInstruction branch = (BranchInstruction) element;
                if (hasTwoOperands(branch.opcode())) {
                  code.pop2();
                } else {
                  code.pop();
                }
                if (isTaken) {
                  code.goto_(branch.target());
                }
              })
          .apply(classFile);
    };
  }

  private static boolean isConditional(Opcode opcode) {
    return opcode != Opcode.GOTO && opcode != Opcode.GOTO_W;
  }

  private static boolean hasTwoOperands(Opcode opcode) {
    return opcode.name().startsWith("IF_ICMP") || opcode.name().startsWith("IF_ACMP");
  }

  /**
   * Lets others come between the steps of a method: a {@link Preemption} point before each call.
   *
   * @param method the method
   * @return the edit
   */
  static Edit preempt(String method) {
    return edit(
        method,
        element -> element instanceof InvokeInstruction,
        (code, element) -> {
          code.invokestatic(
              ClassDesc.of(Preemption.class.getName()), "here", ConstantDescs.MTD_void);
          code.with((InvokeInstruction) element);
        });
  }

  /**
   * Adds one to what calls return, which is a long.
   *
   * @param method the method that calls
   * @param callee the name of the method called
   * @return the edit
   */
  static Edit oneMore(String method, String callee) {
    return editCalls(
        method,
        callee,
        (code, call) -> {
          code.with(call);
          code.lconst_1();
          code.ladd();
        });
  }

  /**
   * Makes two changes.
   *
   * @param other the change after this one
   * @return the edit that makes both
   */
  default Edit and(Edit other) {
    return classFile -> other.apply(apply(classFile));
  }

  private static Edit editCalls(
      String method, String callee, BiConsumer<CodeBuilder, InvokeInstruction> change) {
    return edit(
        method,
        element -> element instanceof InvokeInstruction call && call.name().equalsString(callee),
        (code, element) -> change.accept(code, (InvokeInstruction) element));
  }

  private static Edit edit(
      String method, Predicate<Object> isPlace, BiConsumer<CodeBuilder, Object> change) {
    return classFile -> {
      boolean[] found = new boolean[1];
      CodeTransform transform =
          (code, element) -> {
            if (isPlace.test(element)) {
              found[0] = true;
              change.accept(code, element);
            } else {
              code.with(element);
            }
          };
      return applied(
          classFile,
          transformingMethodBodies(
              candidate -> candidate.methodName().equalsString(method), transform),
          found,
          method);
    };
  }

  private static Edit replaceBody(String method, BiConsumer<CodeBuilder, MethodTypeDesc> body) {
    return classFile -> {
      boolean[] found = new boolean[1];
      MethodTransform replacing =
          (builder, element) -> {
            if (element instanceof CodeModel code) {
              found[0] = true;
              MethodTypeDesc type = code.parent().orElseThrow().methodTypeSymbol();
              builder.withCode(replaced -> body.accept(replaced, type));
            } else {
              builder.with(element);
            }
          };
      return applied(
          classFile,
          ClassTransform.transformingMethods(
              candidate -> candidate.methodName().equalsString(method), replacing),
          found,
          method);
    };
  }

  private static byte[] applied(
      byte[] classFile, ClassTransform transform, boolean[] found, String method) {
    // Without what debuggers read: it may name variables of code that is unreachable now.
    ClassFile context = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
    ClassModel model = context.parse(classFile);
    byte[] changed = context.transformClass(model, transform);
    if (!found[0]) {
      throw new IllegalStateException(
          "nothing to change in " + model.thisClass().asInternalName() + "." + method);
    }
    return changed;
  }

  private static void dropArguments(CodeBuilder code, InvokeInstruction call) {
    for (ClassDesc argument : call.typeSymbol().parameterList().reversed()) {
      if (TypeKind.from(argument).slotSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    }
  }

  private static void pushNothing(CodeBuilder code, ClassDesc type) {
    switch (TypeKind.from(type)) {
      case VOID -> {}
      case LONG -> code.lconst_0();
      case DOUBLE -> code.dconst_0();
      case FLOAT -> code.fconst_0();
      case REFERENCE -> code.aconst_null();
      default -> code.iconst_0();
    }
  }
}
