using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Testing;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.FlowControl;

public sealed class PriorityLevelsTests
{
    private const ulong One = 1;
    private const ulong Other = 2;
    private readonly FakeTime _time = new();
    private readonly PriorityLevels _levels;
    private IReadOnlyDictionary<string, PriorityLevel> _byName = new Dictionary<string, PriorityLevel>();

    public PriorityLevelsTests() => _levels = new PriorityLevels(new RequestLimits { Seats = 10 }, _time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Seats_are_shared_out_and_what_is_lent_may_be_borrowed()
    {
        Configure(Limited("a", shares: 30, lendable: 50), Limited("b", shares: 20, lendable: 0));
        _byName["a"].Nominal.ShouldBe(6);
        _byName["b"].Nominal.ShouldBe(4);

        Enter("b", 7);
        Refused("b"); // 3 of the seats of a are kept for it
        Enter("a", 3);
        Enter("a", 3); // its own, though the server is full
        Refused("a");
        for (var i = 0; i < 7; i++) Leave("b");
        Enter("b", 4);
    }

    [Fact]
    public void A_level_borrows_no_more_than_it_may()
    {
        Configure(Limited("a", shares: 1, lendable: 100), Limited("b", shares: 1, lendable: 0, borrowing: 40));
        Enter("b", 7);
        Refused("b");
    }

    [Fact]
    public async Task Flows_take_turns_whichever_asks_for_more()
    {
        Configure(Queued("a", queues: 2, hand: 1, length: 3));
        Enter("a", 10);
        var first = Enumerable.Range(0, 3).Select(_ => Wait("a", One)).ToList();
        Should.Throw<StatusException>(() => Wait("a", One)).Code.ShouldBe(429); // its queue is full
        var second = Wait("a", Other);

        Leave("a");
        await first[0];
        Leave("a");
        await second;
        first[1].IsCompleted.ShouldBeFalse();
        Leave("a");
        await first[1];
        _byName["a"].Executing.ShouldBe(10);
    }

    [Fact]
    public async Task A_wide_request_waits_for_all_of_its_seats_and_others_wait_behind_it()
    {
        Configure(Queued("a", queues: 1, hand: 1, length: 5));
        Enter("a", 8);
        var (wide, behind) = (Wait("a", One, 4), Wait("a", Other));
        Leave("a");
        wide.IsCompleted.ShouldBeFalse();
        behind.IsCompleted.ShouldBeFalse();
        Leave("a");
        await wide;
        behind.IsCompleted.ShouldBeFalse();
        _byName["a"].Executing.ShouldBe(10);
        Leave("a", 4);
        await behind;
        _byName["a"].Executing.ShouldBe(7);
    }

    [Fact]
    public async Task Who_waits_behind_a_wide_request_that_leaves_is_called()
    {
        Configure(Queued("a", queues: 1, hand: 1, length: 5));
        Enter("a", 8);
        using var leaving = new CancellationTokenSource();
        var wide = _levels.EnterAsync(_byName["a"], One, 4, leaving.Token).AsTask();
        var behind = Wait("a", Other);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(wide);
        await behind;
    }

    /// <summary>The cases of k8s.io/apiserver/pkg/util/flowcontrol (max_seats_test.go), up to the ten that a request takes at most.</summary>
    [Theory]
    [InlineData(5, 6, 1)]
    [InlineData(10, 6, 1)]
    [InlineData(15, 6, 2)]
    [InlineData(20, 6, 3)]
    [InlineData(35, 6, 5)]
    [InlineData(100, 6, 10)]
    [InlineData(10, 1, 2)]
    [InlineData(100, 20, 5)]
    public void The_widest_request_leaves_room_at_its_level(int seats, int hand, int widest)
    {
        var levels = new PriorityLevels(new RequestLimits { Seats = seats }, _time);
        levels.Configure([Queued("a", queues: 64, hand, length: 50)])["a"].Widest.ShouldBe(widest);
    }

    [Fact]
    public async Task Who_waits_too_long_is_turned_away_and_who_leaves_is_forgotten()
    {
        Configure(Queued("a", queues: 1, hand: 1, length: 5));
        Enter("a", 10);
        using var leaving = new CancellationTokenSource();
        var (late, gone) = (Wait("a", One), _levels.EnterAsync(_byName["a"], Other, 1, leaving.Token).AsTask());

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        _time.Advance(new RequestLimits().LongestWait);
        (await Should.ThrowAsync<StatusException>(late)).Status.Details!.RetryAfterSeconds.ShouldBe(1);

        _levels.Report().ShouldBe([("a", 10, 10, 0, 1L)]);
        for (var i = 0; i < 10; i++) Leave("a");
        Enter("a", 10);
    }

    [Fact]
    public void A_level_that_goes_keeps_the_requests_that_it_has()
    {
        Configure(Limited("a", shares: 1), Limited("b", shares: 1));
        Enter("a", 5);
        var before = _byName["a"];

        Configure(Limited("b", shares: 1));
        Enter("b", 10);
        for (var i = 0; i < 5; i++) _levels.Leave(before, 1);
        Refused("b");
        Leave("b");
        Enter("b", 1);
    }

    [Fact]
    public void A_hand_has_different_cards_of_the_deck()
    {
        var gen = from hash in ArbMap.Default.GeneratorFor<ulong>() from deck in Gen.Choose(1, 128) from size in Gen.Choose(1, deck) select (hash, deck, size);
        Check.QuickThrowOnFailure(Prop.ForAll(gen.ToArbitrary(), static c =>
        {
            var hand = ShuffleSharding.Hand(c.hash, c.deck, c.size);
            return hand.Count == c.size && hand.Distinct().Count() == c.size && hand.All(card => card >= 0 && card < c.deck);
        }));
    }

    private void Configure(params PriorityLevelConfiguration[] levels) => _byName = _levels.Configure(levels);

    private void Enter(string level, int times)
    {
        for (var i = 0; i < times; i++) Wait(level, One).IsCompletedSuccessfully.ShouldBeTrue();
    }

    private void Refused(string level) => Should.Throw<StatusException>(() => Wait(level, One)).Code.ShouldBe(429);

    private Task Wait(string level, ulong flow, int width = 1) => _levels.EnterAsync(_byName[level], flow, width, Cancel).AsTask();

    private void Leave(string level, int width = 1) => _levels.Leave(_byName[level], width);

    private static PriorityLevelConfiguration Limited(string name, int shares, int lendable = 0, int? borrowing = null) => Level(name, new()
    {
        NominalConcurrencyShares = shares, LendablePercent = lendable, BorrowingLimitPercent = borrowing, LimitResponse = new LimitResponse { Type = "Reject" },
    });

    private static PriorityLevelConfiguration Queued(string name, int queues, int hand, int length) => Level(name, new()
    {
        NominalConcurrencyShares = 1, LimitResponse = new LimitResponse { Type = "Queue", Queuing = new QueuingConfiguration { Queues = queues, HandSize = hand, QueueLengthLimit = length } },
    });

    private static PriorityLevelConfiguration Level(string name, LimitedPriorityLevelConfiguration limited) =>
        new() { Metadata = new ObjectMeta { Name = name }, Spec = new PriorityLevelConfigurationSpec { Type = "Limited", Limited = limited } };
}
