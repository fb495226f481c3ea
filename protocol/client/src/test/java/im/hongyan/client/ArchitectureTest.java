package im.hongyan.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "im.hongyan.client";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void nettyIsForTheTransportsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".transport", ROOT + ".loop", ROOT + ".rest")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "reactor.netty..")
                .check(classes);
    }

    @Test
    void whatApplicationsSeeNamesNoTransportClass() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        ROOT,
                        ROOT + ".error",
                        ROOT + ".login",
                        ROOT + ".cursor",
                        ROOT + ".history",
                        ROOT + ".friend",
                        ROOT + ".group",
                        ROOT + ".conversation",
                        ROOT + ".message",
                        ROOT + ".user")
                .should(mentionNetty())
                .check(classes);
    }

    @Test
    void knowsNoOtherRoomThanTheWire() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "im.hongyan.link..",
                        "im.hongyan.gateway..",
                        "im.hongyan.core..",
                        "im.hongyan.persistence..",
                        "org.springframework..")
                .check(classes);
    }

    private static ArchCondition<JavaMethod> mentionNetty() {
        return new ArchCondition<>("mention Netty in its signature") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean mentions = Stream.concat(
                                method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                        .map(JavaClass::getPackageName)
                        .anyMatch(name -> name.startsWith("io.netty") || name.startsWith("reactor.netty"));
                events.add(new SimpleConditionEvent(method, mentions, method.getFullName()));
            }
        };
    }
}
