package im.hongyan.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Plain Java: the protocol must be usable where there is neither Spring nor Reactor nor Netty. */
@AnalyzeClasses(packages = "im.hongyan.wire", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule importsNothingButProtobufAndATokenizer = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "im.hongyan.wire..", "java..", "com.google.protobuf..", "com.google.gson..", "org.jspecify..");

    @ArchTest
    static final ArchRule jsonIsBesideTheCodecNotInIt = noClasses()
            .that()
            .resideInAnyPackage("im.hongyan.wire", "im.hongyan.wire.frame")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.wire.json..", "com.google.gson..", "com.google.protobuf.util..");
}
