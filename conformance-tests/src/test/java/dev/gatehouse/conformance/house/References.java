package dev.gatehouse.conformance.house;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which types a class file speaks of: in its code, its fields, its methods and its parents. */
final class References {
  private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");

  private References() {}

  /** The package of the class itself. */
  static String packageOf(ClassModel model) {
    return packageOf(model.thisClass().asInternalName().replace('/', '.'));
  }

  /** The package of a type by its full name. */
  static String packageOf(String typeName) {
    int end = typeName.lastIndexOf('.');
    return end < 0 ? "" : typeName.substring(0, end);
  }

  /** The full names of all types that the class names. */
  static Set<String> usedBy(ClassModel model) {
    Set<String> used = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry type) {
        addName(used, type.asInternalName());
      } else if (entry instanceof NameAndTypeEntry nameAndType) {
        addDescriptor(used, nameAndType.type().stringValue());
      } else if (entry instanceof MethodTypeEntry methodType) {
        addDescriptor(used, methodType.descriptor().stringValue());
      }
    }
    for (FieldModel field : model.fields()) {
      addDescriptor(used, field.fieldType().stringValue());
    }
    for (MethodModel method : model.methods()) {
      addDescriptor(used, method.methodType().stringValue());
    }
    return used;
  }

  private static void addName(Set<String> used, String internalName) {
    if (internalName.startsWith("[")) {
      addDescriptor(used, internalName);
    } else {
      used.add(internalName.replace('/', '.'));
    }
  }

  private static void addDescriptor(Set<String> used, String descriptor) {
    Matcher types = TYPE.matcher(descriptor);
    while (types.find()) {
      used.add(types.group(1).replace('/', '.'));
    }
  }
}
