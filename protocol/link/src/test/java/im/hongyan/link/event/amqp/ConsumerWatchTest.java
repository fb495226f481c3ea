package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsumerWatchTest {
    private final ConsumerWatch watch = new ConsumerWatch();

    @Test
    void twiceUnknownToTheQueueIsForgotten() {
        assertThat(watch.forgotten(0, 0, 5, 0)).isFalse();
        assertThat(watch.forgotten(0, 0, 5, 0)).isTrue();
    }

    @Test
    void unknownOnceMayBeAQueueThatIsBeingDeclared() {
        assertThat(watch.forgotten(0, 0, 5, 0)).isFalse();
        assertThat(watch.forgotten(1, 0, 5, 0)).isFalse();
        assertThat(watch.forgotten(0, 0, 5, 0)).isFalse();
    }

    @Test
    void theActiveOneIsForgottenWhenItIsGivenNothingOfWhatIsReady() {
        assertThat(watch.forgotten(1, 3, 44, 0)).isFalse();
        assertThat(watch.forgotten(1, 9, 44, 0)).isFalse();
        assertThat(watch.forgotten(1, 20, 44, 0)).isTrue();
    }

    @Test
    void whoeverIsGivenSomethingIsNotForgotten() {
        for (int check = 1; check <= 50; check++) {
            assertThat(watch.forgotten(1, 1000, check, 0)).isFalse();
        }
    }

    @Test
    void whoeverHasNotSettledWhatItHasIsNotForgotten() {
        for (int check = 0; check < 50; check++) {
            assertThat(watch.forgotten(1, 1000, 8, 8)).isFalse();
        }
    }

    @Test
    void silenceOfAnEmptyQueueMeansNothing() {
        for (int check = 0; check < 50; check++) {
            assertThat(watch.forgotten(1, 0, 44, 0)).isFalse();
        }
    }

    @Test
    void whoeverWasNeverGivenAnythingMayBeStandingByAndWaitsLonger() {
        for (int check = 0; check < 3; check++) {
            assertThat(watch.forgotten(1, 7, 0, 0)).isFalse();
        }
        assertThat(watch.forgotten(1, 7, 0, 0)).isTrue();
    }
}
