package im.hongyan.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds across the applications. */
@AnalyzeClasses(packages = "im.hongyan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheLinkKnowsBrokerAndCalls = noClasses()
            .that()
            .resideOutsideOfPackage("im.hongyan.link..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.rabbitmq..", "reactor.rabbitmq..", "io.rsocket..");

    @ArchTest
    static final ArchRule theGatewayAsksOnlyByCalls = noClasses()
            .that()
            .resideInAPackage("im.hongyan.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.core..", "im.hongyan.persistence..", "im.hongyan.standalone..");

    @ArchTest
    static final ArchRule theCoreAsksOnlyByCalls = noClasses()
            .that()
            .resideInAPackage("im.hongyan.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.gateway..", "im.hongyan.persistence..", "im.hongyan.standalone..");

    @ArchTest
    static final ArchRule persistenceAsksNobody = noClasses()
            .that()
            .resideInAPackage("im.hongyan.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.gateway..", "im.hongyan.core..", "im.hongyan.standalone..");
}
