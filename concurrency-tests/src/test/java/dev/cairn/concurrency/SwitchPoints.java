package dev.cairn.concurrency;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link SwitchPoint} before each access to a {@code MemorySegment} in the classes of this
 * project that are loaded from now on.
 *
 * <p>The model checker interleaves threads at accesses to fields and arrays. It does not know
 * native memory: a counter there that two threads increment by a load and a store passes. With the
 * points it tries what may happen between any two accesses of the very classes that are shipped,
 * which need no second form for that.
 */
final class SwitchPoints implements ClassFileTransformer {
  private static final String OURS = "dev/cairn/";

  // A kernel counts as one access; what happens inside one is for the races to show.
  private static final String KERNELS = "dev/cairn/internal/simd/";
  private static final String THIS_PACKAGE = "dev/cairn/concurrency/";

  private static final ClassDesc POINT = ClassDesc.of(SwitchPoint.class.getName());
  private static final ClassDesc VIEWS = ClassDesc.of(ByteViews.class.getName());
  private static final MethodTypeDesc HERE = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final Set<String> NO_ACCESS =
      Set.of("acquireFence", "loadLoadFence", "asSlice", "byteSize", "ofArray", "asReadOnly");

  private static final CodeTransform POINTS =
      (code, element) -> {
        if (!(element instanceof InvokeInstruction call)) {
          code.with(element);
        } else if (isByteView(call)) {
          code.invokestatic(
              VIEWS,
              viewMethod(call),
              call.typeSymbol().insertParameterTypes(0, ConstantDescs.CD_VarHandle));
        } else {
          if (isAccess(call)) {
            code.invokestatic(POINT, "here", HERE);
          }
          code.with(element);
        }
      };

  private SwitchPoints() {}

  /** To be called before any class that is checked is loaded. */
  static void install() {
    // It is not asked again when the model checker changes the classes, which keep the points.
    ByteBuddyAgent.install().addTransformer(new SwitchPoints(), /* canRetransform= */ false);
  }

  private static boolean isByteView(InvokeInstruction call) {
    return call.owner().asInternalName().equals("java/lang/invoke/VarHandle")
        && call.typeSymbol().parameterCount() > 0
        && call.typeSymbol().parameterType(0).equals(ConstantDescs.CD_byte.arrayType());
  }

  /** In {@link ByteViews}; overloads cannot differ by what they return. */
  private static String viewMethod(InvokeInstruction call) {
    String name = call.name().stringValue();
    String type = call.typeSymbol().returnType().displayName();
    return name.equals("get")
        ? name + Character.toUpperCase(type.charAt(0)) + type.substring(1)
        : name;
  }

  private static boolean isAccess(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    return (owner.equals("java/lang/foreign/MemorySegment")
            || owner.equals("java/lang/invoke/VarHandle")
            || owner.startsWith(KERNELS))
        && !NO_ACCESS.contains(call.name().stringValue());
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (name == null
        || !name.startsWith(OURS)
        || name.startsWith(KERNELS)
        || name.startsWith(THIS_PACKAGE)) {
      return null;
    }
    ClassFile classFile = ClassFile.of();
    return classFile.transformClass(
        classFile.parse(bytes), ClassTransform.transformingMethodBodies(POINTS));
  }
}
