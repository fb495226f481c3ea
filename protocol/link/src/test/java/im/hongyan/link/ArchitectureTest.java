package im.hongyan.link;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom. */
@AnalyzeClasses(packages = "im.hongyan.link", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule oneRoomKnowsTheClientOfTheBroker = noClasses()
            .that()
            .resideOutsideOfPackage("im.hongyan.link.event.amqp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor.rabbitmq..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule thePortsDoNotKnowTheirTransport = noClasses()
            .that()
            .resideInAnyPackage("im.hongyan.link.event", "im.hongyan.link.batch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.link.event.amqp..");

    @ArchTest
    static final ArchRule theBrokerIsBelowPublishingAndConsuming = noClasses()
            .that()
            .resideInAPackage("im.hongyan.link.event.amqp.broker")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.link.event.amqp");

    @ArchTest
    static final ArchRule onlyPublishingAndConsumingSeeTheBroker = noClasses()
            .that()
            .resideOutsideOfPackage("im.hongyan.link.event.amqp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.link.event.amqp.broker");

    @ArchTest
    static final ArchRule oneRoomKnowsRSocket = noClasses()
            .that()
            .resideOutsideOfPackage("im.hongyan.link.call.rsocket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rsocket..");

    @ArchTest
    static final ArchRule whatTravelsIsBelowWhoSendsIt = noClasses()
            .that()
            .resideInAPackage("im.hongyan.link.call.rsocket.frame")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.link.call.rsocket");

    @ArchTest
    static final ArchRule nobodyElseSeesWhatTravels = noClasses()
            .that()
            .resideOutsideOfPackage("im.hongyan.link.call.rsocket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.link.call.rsocket.frame");
}
