package im.hongyan.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command line, the load tool and the local servers speak to the system from outside, as anybody does. */
@AnalyzeClasses(
        packages = {"im.hongyan.cli", "im.hongyan.bench", "im.hongyan.local"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothingOfTheServer = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "im.hongyan.gateway..",
                    "im.hongyan.core..",
                    "im.hongyan.persistence..",
                    "im.hongyan.link..",
                    "org.springframework..");

    @ArchTest
    static final ArchRule theLoadToolKnowsNoVerbs = noClasses()
            .that()
            .resideInAPackage("im.hongyan.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.cli..", "im.hongyan.standalone..");

    @ArchTest
    static final ArchRule theLocalServersKnowNobody = noClasses()
            .that()
            .resideInAPackage("im.hongyan.local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "im.hongyan.cli..",
                    "im.hongyan.bench..",
                    "im.hongyan.client..",
                    "im.hongyan.wire..",
                    "im.hongyan.standalone..");
}
