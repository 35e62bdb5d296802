package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import dev.tachograph.model.Observation;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import dev.tachograph.record.TickChannel.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TickChannelTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final TickChannel channel = new TickChannel(2, INTERVAL);

    @Test
    void whatIsOfferedIsTakenInOrder() throws InterruptedException {
        assertThat(channel.offer(tick(0))).isTrue();
        assertThat(channel.offer(tick(1))).isTrue();
        assertThat(channel.depth()).isEqualTo(2);
        assertThat(take()).isEqualTo(new Taken(tick(0), null));
        assertThat(take()).isEqualTo(new Taken(tick(1), null));
        assertThat(channel.depth()).isZero();
    }

    @Test
    void aFullChannelDropsTheNewestAndCounts() throws InterruptedException {
        channel.offer(tick(0));
        channel.offer(tick(1));
        assertThat(channel.offer(tick(2))).isFalse();
        assertThat(channel.offer(tick(3))).isFalse();
        assertThat(channel.droppedTicks()).isEqualTo(2);
        assertThat(take().observation()).isEqualTo(tick(0));
        assertThat(take().observation()).isEqualTo(tick(1));
    }

    @Test
    void theNextObservationBringsTheGapBeforeIt() throws InterruptedException {
        channel.offer(tick(0));
        channel.offer(tick(1));
        channel.offer(tick(2));
        channel.offer(tick(3));
        take();
        assertThat(channel.offer(tick(4))).isTrue();
        take();
        Observation next = take().observation();
        assertThat(next)
                .isEqualTo(tick(4).after(new Gap(
                        Gap.Stream.PROCESSES,
                        NOON.plusSeconds(10),
                        NOON.plusSeconds(20),
                        Gap.Cause.DROPPED,
                        2L,
                        "the writer was behind by 2 ticks")));
        channel.offer(tick(5));
        assertThat(take()).isEqualTo(new Taken(tick(5), null));
    }

    @Test
    void aGapComesAloneWhenNothingFollowsIt() throws InterruptedException {
        channel.offer(tick(0));
        channel.offer(tick(1));
        channel.offer(tick(2));
        take();
        take();
        Gap dropped = channel.take(Duration.ZERO).dropped();
        assertThat(dropped).isNotNull();
        assertThat(dropped.count()).isEqualTo(1);
        assertThat(channel.take(Duration.ZERO)).isEqualTo(new Taken(null, null));
    }

    @Test
    void whoTakesWaitsForWhatIsOffered() throws Exception {
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<Taken> taken = writer.submit(() -> channel.take(Duration.ofMinutes(1)));
            channel.offer(tick(7));
            assertThat(taken.get()).isEqualTo(new Taken(tick(7), null));
        }
    }

    @Test
    void aClosedChannelLetsNothingInAndEverythingOut() throws InterruptedException {
        channel.offer(tick(0));
        channel.close();
        assertThat(channel.offer(tick(1))).isFalse();
        assertThat(channel.isDrained()).isFalse();
        assertThat(channel.take(Duration.ofMinutes(1)).observation()).isEqualTo(tick(0));
        assertThat(channel.isDrained()).isFalse();
        assertThat(channel.take(Duration.ofMinutes(1)).dropped()).isNotNull();
        assertThat(channel.isDrained()).isTrue();
    }

    @Test
    void closingWakesWhoWaits() throws Exception {
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<Taken> taken = writer.submit(() -> channel.take(Duration.ofMinutes(1)));
            channel.close();
            assertThat(taken.get()).isEqualTo(new Taken(null, null));
        }
    }

    /** Whatever the two threads do, each observation is taken once and in order, or is in a gap. */
    @Test
    void nothingIsLostUncounted() {
        int offered = 200_000;
        List<Taken> taken = new ArrayList<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                while (!channel.isDrained()) {
                    taken.add(channel.take(Duration.ofMillis(1)));
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        int accepted = 0;
        for (int i = 0; i < offered; i++) {
            accepted += channel.offer(tick(i)) ? 1 : 0;
        }
        channel.close();
        await().until(() -> !writer.isAlive());

        long inGaps = 0;
        long seconds = 0;
        for (Taken each : taken) {
            Observation observation = each.observation();
            List<Gap> gaps = observation == null
                    ? each.dropped() == null ? List.of() : List.of(each.dropped())
                    : observation.gaps();
            for (Gap gap : gaps) {
                assertThat(gap.from()).isEqualTo(NOON.plusSeconds(seconds));
                assertThat(gap.count()).isNotNull();
                inGaps += gap.count();
                seconds += gap.count() * 5;
                assertThat(gap.to()).isEqualTo(NOON.plusSeconds(seconds));
            }
            if (observation != null) {
                assertThat(observation.tick().at().wall()).isEqualTo(NOON.plusSeconds(seconds));
                seconds += 5;
            }
        }
        assertThat(seconds).isEqualTo(offered * 5L);
        assertThat(inGaps).isEqualTo(offered - accepted).isEqualTo(channel.droppedTicks());
    }

    private Taken take() throws InterruptedException {
        return channel.take(Duration.ZERO);
    }

    private static Observation tick(int number) {
        var at = new Moment(NOON.plusSeconds(5L * number), 0, 0);
        var cost = new RecorderCost(null, null, null, 0);
        return new Observation(
                new Tick(new UUID(0, 0), at, 5_000_000L, List.of(), 0, null, cost), List.of(), List.of());
    }
}
