package im.hongyan.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom, in the tests of the whole. */
@AnalyzeClasses(packages = "im.hongyan.e2e")
class ArchitectureTest {
    @ArchTest
    static final ArchRule theCheckerJudgesWithoutTheSystem = classes()
            .that()
            .resideInAPackage("im.hongyan.e2e.checker")
            .and()
            .haveSimpleNameNotEndingWith("Test")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("im.hongyan.e2e.checker", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theTestsUseWhatUsersUse = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "im.hongyan.gateway..", "im.hongyan.core..", "im.hongyan.persistence..", "im.hongyan.link..");
}
