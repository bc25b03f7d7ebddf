using Orleans.Kube.Model;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class EvictionThresholdsTests
{
    private const long Gi = 1 << 30;
    private static readonly MachineReading Machine = new(Gi, 10 * Gi, 100 * Gi, 600, 1000)
    {
        MemoryTotal = 8 * Gi, InodesFree = 1000, Inodes = 10000, Images = new DiskReading(20 * Gi, 200 * Gi, 500, 20000, 1),
    };

    [Theory]
    [InlineData("memory.available", "1Gi", null)]
    [InlineData("memory.available", "1025Mi", "1025Mi 1Gi")]
    [InlineData("memory.available", "12.5%", null)]
    [InlineData("memory.available", "25%", "2Gi 1Gi")]
    [InlineData("nodefs.available", "10Gi", null)]
    [InlineData("nodefs.available", "11Gi", "11Gi 10Gi")]
    [InlineData("nodefs.available", "10.5%", "11274288800 10Gi")]
    [InlineData("nodefs.inodesFree", "1k", null)]
    [InlineData("nodefs.inodesFree", "1001", "1001 1k")]
    [InlineData("nodefs.inodesFree", "11%", "1099 1k")]
    [InlineData("imagefs.available", "20.1Gi", "21582210662400m 20Gi")]
    [InlineData("imagefs.available", "10%", "21474836800 20Gi")]
    [InlineData("imagefs.inodesFree", "501", "501 500")]
    [InlineData("imagefs.inodesFree", "2.5%", null)]
    [InlineData("pid.available", "400", null)]
    [InlineData("pid.available", "401", "401 400")]
    [InlineData("pid.available", "50%", "500 400")]
    public void Every_signal_is_an_amount_or_a_share(string signal, string amount, string? shortage)
    {
        var found = EvictionThresholds.Of(With(hard: (signal, amount))).ShouldHaveSingleItem().Look(Machine, isShort: false);
        (found is null ? null : $"{found.Threshold} {found.Available}").ShouldBe(shortage);
    }

    [Theory]
    [InlineData("nodefs.available", "0%")]
    [InlineData("nodefs.available", "100%")]
    [InlineData("containerfs.available", "10%")]
    public void Some_are_no_thresholds(string signal, string amount) => EvictionThresholds.Of(With(hard: (signal, amount))).ShouldBeEmpty();

    [Fact]
    public void Soft_ones_have_their_time_and_both_what_is_to_be_reclaimed()
    {
        var options = With(hard: ("memory.available", "100Mi"), soft: ("memory.available", "5%"), grace: ("memory.available", TimeSpan.FromSeconds(90)), reclaim: ("memory.available", "1Gi"));
        EvictionThresholds.Of(options).ShouldBe(
        [
            new EvictionThreshold("memory.available", EvictionAmount.Parse("100Mi"), TimeSpan.Zero) { MinimumReclaim = EvictionAmount.Parse("1Gi") },
            new EvictionThreshold("memory.available", EvictionAmount.Parse("5%"), TimeSpan.FromSeconds(90)) { MinimumReclaim = EvictionAmount.Parse("1Gi") },
        ]);
    }

    [Theory]
    [InlineData("memory.free", "1Gi", "unsupported eviction signal memory.free")]
    [InlineData("memory.available", "0", "eviction threshold memory.available must be positive: 0")]
    [InlineData("memory.available", "-1Gi", "eviction threshold memory.available must be positive: -1Gi")]
    [InlineData("nodefs.available", "-1%", "eviction percentage threshold nodefs.available must be >= 0%: -1%")]
    [InlineData("nodefs.available", "101%", "eviction percentage threshold nodefs.available must be <= 100%: 101%")]
    [InlineData("nodefs.available", "much", "eviction threshold nodefs.available: \"much\" is neither an amount nor a share: 100Mi, 10%")]
    [InlineData("nodefs.available", "much%", "eviction threshold nodefs.available: \"much%\" is no share: 10%")]
    public void What_cannot_be_a_threshold_is_refused(string signal, string amount, string message)
    {
        Refusal(With(hard: (signal, amount))).ShouldBe(message);
        Refusal(With(soft: (signal, amount), grace: ("memory.available", TimeSpan.Zero))).ShouldBe(message);
    }

    [Fact]
    public void What_cannot_be_a_time_or_an_amount_to_reclaim_is_refused()
    {
        Refusal(With(soft: ("nodefs.inodesFree", "10%"), grace: ("memory.available", TimeSpan.Zero))).ShouldBe("grace period must be specified for the soft eviction threshold nodefs.inodesFree");
        Refusal(With(grace: ("memory.free", TimeSpan.Zero))).ShouldBe("unsupported eviction signal memory.free");
        Refusal(With(grace: ("memory.available", TimeSpan.FromSeconds(-90)))).ShouldBe("invalid eviction grace period specified: -1m30s, must be a positive value");
        Refusal(With(reclaim: ("memory.free", "1"))).ShouldBe("unsupported eviction signal memory.free");
        Refusal(With(reclaim: ("memory.available", "-1"))).ShouldBe("negative eviction minimum reclaim specified for memory.available");
        Refusal(With(reclaim: ("memory.available", "0%"))).ShouldBe("eviction percentage minimum reclaim memory.available must be positive: 0%");
    }

    [Fact]
    public void What_has_to_be_left_is_not_offered_to_pods()
    {
        var capacity = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("4"), ["memory"] = Quantity.Parse("8Gi"), ["ephemeral-storage"] = Quantity.Parse("97656250Ki"), ["pods"] = Quantity.Parse("110") };
        Text(EvictionThresholds.Of(new EvictionOptions())).ShouldBe("cpu=4 ephemeral-storage=89999999851 memory=8092Mi pods=110");
        Text(EvictionThresholds.Of(With(soft: ("memory.available", "1Gi"), grace: ("memory.available", TimeSpan.Zero)))).ShouldBe("cpu=4 ephemeral-storage=97656250Ki memory=7Gi pods=110", "it may not be below this either");
        Text(EvictionThresholds.Of(With(hard: ("memory.available", "9Gi")))).ShouldBe("cpu=4 ephemeral-storage=97656250Ki memory=0 pods=110");

        string Text(IReadOnlyList<EvictionThreshold> thresholds) => string.Join(' ', Allocatable.Of(capacity, thresholds, Reserved.Of(new AgentOptions())).Select(static r => $"{r.Key}={r.Value}"));
    }

    [Theory]
    [InlineData("hugepages-2048kB", "3\n", "hugepages-2Mi=6Mi", "2Mi")]
    [InlineData("hugepages-1048576kB", "0\n", "hugepages-1Gi=0", "8Mi")]
    public void What_is_set_aside_in_large_pages_is_no_other_memory(string folder, string pages, string resource, string memory)
    {
        var (name, amount) = HugePages.Of(folder, pages);
        $"{name}={amount}".ShouldBe(resource);
        Allocatable.Of(new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("8Mi"), [name] = amount }, [], new Dictionary<string, Quantity>())["memory"].ShouldBe(Quantity.Parse(memory));
    }

    [Theory]
    [InlineData("cpu=500m memory=1Gi", "cpu=250m ephemeral-storage=1Gi pid=100", "cpu=3250m ephemeral-storage=9Gi memory=7Gi pods=110")]
    [InlineData("cpu=5", "", "cpu=0 ephemeral-storage=10Gi memory=8Gi pods=110")]
    public void What_is_set_aside_for_others_is_not_offered_to_pods(string kube, string system, string offered)
    {
        var capacity = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("4"), ["memory"] = Quantity.Parse("8Gi"), ["ephemeral-storage"] = Quantity.Parse("10Gi"), ["pods"] = Quantity.Parse("110") };
        string.Join(' ', Allocatable.Of(capacity, [], Reserved.Of(Keeping(kube, system))).Select(static r => $"{r.Key}={r.Value}")).ShouldBe(offered);
    }

    [Theory]
    [InlineData("pods=1", "cannot reserve \"pods\" resource")]
    [InlineData("cpu=-1", "resource quantity for \"cpu\" cannot be negative: -1")]
    [InlineData("memory=much", "failed to parse quantity \"much\" for \"memory\" resource: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public void What_cannot_be_set_aside_is_refused(string reserved, string message) =>
        Should.Throw<FormatException>(() => Reserved.Of(Keeping(reserved, ""))).Message.ShouldBe(message);

    private static AgentOptions Keeping(string kube, string system) => new()
    {
        KubeReserved = EvictionThresholds.Pairs(kube.Replace(' ', ','), '='), SystemReserved = EvictionThresholds.Pairs(system.Replace(' ', ','), '='),
    };

    private static string Refusal(EvictionOptions options) => Should.Throw<FormatException>(() => EvictionThresholds.Of(options)).Message;

    private static EvictionOptions With((string, string)? hard = null, (string, string)? soft = null, (string, TimeSpan)? grace = null, (string, string)? reclaim = null)
    {
        return new EvictionOptions { Hard = Map(hard), Soft = Map(soft), SoftGracePeriods = Map(grace), MinimumReclaim = Map(reclaim) };

        static Dictionary<string, T> Map<T>((string Name, T Value)? pair) => pair is var (name, value) ? new Dictionary<string, T> { [name] = value } : [];
    }
}
