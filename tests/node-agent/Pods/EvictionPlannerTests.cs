using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class EvictionPlannerTests
{
    private const long Mi = 1 << 20;
    private static readonly MachineReading Calm = new(1024 * Mi, 50, 100, 10, 100) { MemoryTotal = 4096 * Mi };
    private static readonly EvictionOptions Options = new();
    private static readonly TimeSpan NoGrace = TimeSpan.Zero;

    [Fact]
    public void A_shortage_is_what_is_below_its_threshold()
    {
        Pressure(Calm, Options).ShouldBe(new NodePressure());
        Pressure(Calm with { MemoryAvailable = 99 * Mi }, Options).ShouldBe(new NodePressure(Memory: true));
        Pressure(Calm with { DiskAvailable = 9 }, Options).ShouldBe(new NodePressure(Disk: true));
        Pressure(Calm with { PidsInUse = 91 }, Hard(("pid.available", "10%"))).ShouldBe(new NodePressure(Pids: true));
        Pressure(Calm with { PidsInUse = 100 }, Options).ShouldBe(new NodePressure(), "kubelet watches process ids only when it is told to");
    }

    [Theory]
    [InlineData("who uses more than it asked for goes before who does not", "modest:100:90:0 greedy:10:20:0", "greedy")]
    [InlineData("of those the less important", "big:0:500:10 small:0:5:0", "small")]
    [InlineData("of those the one furthest beyond", "a:0:50:0 b:100:200:0 c:0:60:0", "b")]
    [InlineData("who is critical stays", "system:0:500:2000000000 user:100:1:0", "user")]
    [InlineData("nobody is left", "system:0:500:2000001000", null)]
    public void The_first_to_go_is_the_one_that_takes_most_beyond_its_share(string reason, string pods, string? first)
    {
        var reading = Calm with { MemoryAvailable = 50 * Mi };
        var chosen = EvictionPlanner.Choose(Shortage(reading), NoGrace, pods.Split(' ').Select(Use));
        chosen?.Pod.Metadata.Name.ShouldBe(first, reason);
        (chosen is null).ShouldBe(first is null);
    }

    [Fact]
    public void The_verdict_says_what_was_short_and_who_took_it()
    {
        var (_, verdict) = EvictionPlanner.Choose(Shortage(Calm with { MemoryAvailable = 50 * Mi }), NoGrace, [Use("greedy:10:20:0")])!.Value;
        (verdict.Reason, verdict.Message).ShouldBe(("Evicted",
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. Container main was using 20Mi, request is 10Mi, has larger consumption of memory. "));
    }

    [Fact]
    public void The_event_about_it_tells_programs_the_same()
    {
        var use = Use("greedy:10:20:0");
        use = use with { Pod = use.Pod with { Spec = use.Pod.Spec with { Containers = [.. use.Pod.Spec.Containers, use.Pod.Spec.Containers[0] with { Name = "other" }] } }, Memory = new Dictionary<string, long> { ["main"] = 20 * Mi, ["other"] = 30 * Mi } };
        EvictionPlanner.Choose(Shortage(Calm with { MemoryAvailable = 50 * Mi }), NoGrace, [use])!.Value.Verdict.Annotations.ShouldBe(new Dictionary<string, string>
        {
            ["offending_containers"] = "main,other", ["offending_containers_usage"] = "20Mi,30Mi", ["starved_resource"] = "memory",
        });
        EvictionPlanner.Choose(Shortages(Calm with { PidsInUse = 99 }, Hard(("pid.available", "10%")))[0], NoGrace, [use])!.Value.Verdict.Annotations["offending_containers"].ShouldBeEmpty();
    }

    [Fact]
    public void Of_process_ids_the_less_important_pod_goes_and_then_the_one_with_the_most()
    {
        var shortage = Shortages(Calm with { PidsInUse = 99 }, Hard(("pid.available", "10%")))[0];
        Choose(Use("important:0:0:10") with { Processes = 100 }, Use("idle:0:0:0")).ShouldBe("idle");
        Choose(Use("few:0:0:0") with { Processes = 1 }, Use("many:0:0:0") with { Processes = 100 }).ShouldBe("many");

        string Choose(params PodUse[] uses) => EvictionPlanner.Choose(shortage, NoGrace, uses)!.Value.Pod.Metadata.Name;
    }

    [Theory]
    [InlineData("a layer on the disk of images is not counted", "4Mi", 1, null)]
    [InlineData("its log is", "4Mi", 5, "Container one exceeded its local ephemeral storage limit \"4Mi\". ")]
    [InlineData("no limit is meant", "0", 5, null)]
    public void A_limit_of_a_containers_own_counts_the_nodes_disk(string reason, string limit, long log, string? message)
    {
        var limits = new Dictionary<string, Quantity> { ["ephemeral-storage"] = Quantity.Parse(limit) };
        var rest = new Dictionary<string, Quantity> { ["ephemeral-storage"] = Quantity.Parse("100Mi") };
        var pod = new Pod
        {
            Spec = new PodSpec { Containers = [new Container { Name = "one", Resources = new ResourceRequirements { Limits = limits } }, new Container { Name = "two", Resources = new ResourceRequirements { Limits = rest } }] },
        };
        EvictionPlanner.OverLimit(pod, new Dictionary<string, long>(), new Dictionary<string, long> { ["one"] = 50 * Mi }, new Dictionary<string, long> { ["one"] = log * Mi })?.Message.ShouldBe(message, reason);
        (message is null).ShouldBe(EvictionPlanner.OverLimit(pod, new Dictionary<string, long>(), new Dictionary<string, long> { ["one"] = 50 * Mi }, new Dictionary<string, long> { ["one"] = log * Mi }) is null, reason);
    }

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(3, 0, "Usage of EmptyDir volume \"data\" exceeds the limit \"2Mi\". ")]
    [InlineData(0, 5, "Pod ephemeral local storage usage exceeds the total limit of containers 4Mi. ")]
    [InlineData(2, 3, "Pod ephemeral local storage usage exceeds the total limit of containers 4Mi. ")]
    public void A_pod_keeps_to_the_disk_that_it_may_take(long volume, long layer, string? message)
    {
        var pod = new Pod
        {
            Spec = new PodSpec
            {
                Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["ephemeral-storage"] = Quantity.Parse("4Mi") } } }],
                Volumes = [new Volume { Name = "data", EmptyDir = new EmptyDirVolumeSource { SizeLimit = Quantity.Parse("2Mi") } }],
            },
        };

        EvictionPlanner.OverLimit(pod, new Dictionary<string, long> { ["data"] = volume * Mi }, new Dictionary<string, long> { ["main"] = layer * Mi })?.Message.ShouldBe(message);
        (message is null).ShouldBe(EvictionPlanner.OverLimit(pod, new Dictionary<string, long> { ["data"] = volume * Mi }, new Dictionary<string, long> { ["main"] = layer * Mi }) is null);
    }

    // k8s.io/kubernetes/pkg/api/v1/resource: GetResourceRequestQuantity, and PodLimits of k8s.io/component-helpers.
    [Theory]
    [InlineData("own=4Mi", "", 5, "4Mi")]
    [InlineData("own=4Mi", "init=6Mi", 5, null)]
    [InlineData("own=4Mi", "side:2Mi", 5, null)]
    [InlineData("own=4Mi", "side:2Mi", 7, "6Mi")]
    [InlineData("own=4Mi", "side:2Mi init=9Mi", 10, null)]
    [InlineData("own", "side:2Mi", 3, "2Mi")]
    [InlineData("own", "", 1000, null)]
    public void The_limit_of_a_pod_counts_sidecars_and_its_start(string container, string before, long layer, string? limit)
    {
        var pod = new Pod { Spec = new PodSpec { Containers = [Of(container)], InitContainers = [.. before.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Of)] } };
        (EvictionPlanner.OverLimit(pod, new Dictionary<string, long>(), new Dictionary<string, long> { ["elsewhere"] = layer * Mi })?.Message)
            .ShouldBe(limit is null ? null : $"Pod ephemeral local storage usage exceeds the total limit of containers {limit}. ");

        static Container Of(string text)
        {
            var parts = text.Split('=', ':');
            var limits = parts.Length < 2 ? [] : new Dictionary<string, Quantity> { ["ephemeral-storage"] = Quantity.Parse(parts[1]) };
            return new Container { Name = parts[0], RestartPolicy = text.Contains(':') ? "Always" : null, Resources = new ResourceRequirements { Limits = limits } };
        }
    }

    [Fact]
    public void What_a_pod_asked_for_counts_the_most_of_its_start_and_its_overhead()
    {
        var use = Use("big:10:60:0");
        var init = new Container { Name = "init", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("50Mi") } } };
        var modest = use with { Pod = use.Pod with { Spec = use.Pod.Spec with { InitContainers = [init], Overhead = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("10Mi") } } } };
        EvictionPlanner.Choose(Shortage(Calm with { MemoryAvailable = 50 * Mi }), NoGrace, [modest, Use("greedy:1:2:0")])!.Value.Pod.Metadata.Name.ShouldBe("greedy");
    }

    [Fact]
    public void Conditions_outlast_a_shortage_for_a_while()
    {
        var time = new FakeTime(PodScene.Noon);
        var shortage = new NodeShortage(Options, time);
        shortage.Report(new NodePressure(Memory: true));
        time.Advance(TimeSpan.FromMinutes(1));
        shortage.Report(new NodePressure());
        time.Advance(TimeSpan.FromMinutes(3));
        time.Set(TimeSpan.FromHours(1));
        shortage.Now().ShouldBe(new NodePressure(Memory: true));
        time.Advance(TimeSpan.FromMinutes(1));
        shortage.Now().ShouldBe(new NodePressure());
    }

    [Fact]
    public void A_container_keeps_to_its_own_limit_within_that_of_all()
    {
        var pod = new Pod { Spec = new PodSpec { Containers = [Limited("one", "4Mi"), Limited("other", "8Mi")] } };
        EvictionPlanner.OverLimit(pod, new Dictionary<string, long>(), new Dictionary<string, long> { ["one"] = 5 * Mi })?.Message
            .ShouldBe("Container one exceeded its local ephemeral storage limit \"4Mi\". ");
        var half = new Pod { Spec = new PodSpec { Containers = [Limited("one", "4Mi"), new Container { Name = "other" }] } };
        EvictionPlanner.OverLimit(half, new Dictionary<string, long>(), new Dictionary<string, long> { ["other"] = 5 * Mi })?.Message
            .ShouldBe("Pod ephemeral local storage usage exceeds the total limit of containers 4Mi. ", "what has no limit counts too");

        static Container Limited(string name, string limit) =>
            new() { Name = name, Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["ephemeral-storage"] = Quantity.Parse(limit) } } };
    }

    [Theory]
    [InlineData("the disk of the data folder", 4, 100, 50, 100, 50, 100, "nodefs.inodesFree|inodes|5|4")]
    [InlineData("just enough inodes", 5, 100, 50, 100, 50, 100, "")]
    [InlineData("the disk of images", 50, 100, 14, 100, 50, 100, "imagefs.available|ephemeral-storage|15|14")]
    [InlineData("its inodes", 50, 100, 15, 100, 4, 100, "imagefs.inodesFree|inodes|5|4")]
    [InlineData("a disk that does not count inodes", 0, 0, 50, 100, 0, 0, "")]
    public void Both_disks_and_their_inodes_are_watched(string reason, long inodesFree, long inodes, long imagesAvailable, long imagesTotal, long imageInodesFree, long imageInodes, string found)
    {
        var reading = Calm with { InodesFree = inodesFree, Inodes = inodes, Images = new DiskReading(imagesAvailable, imagesTotal, imageInodesFree, imageInodes, 1) };
        string.Join(' ', Shortages(reading, Options).Select(static s => $"{s.Signal}|{s.Resource}|{s.Threshold}|{s.Available}")).ShouldBe(found, reason);
        Pressure(reading, Options).ShouldBe(new NodePressure(Disk: found.Length > 0), reason);
    }

    [Fact]
    public void Memory_comes_first_and_before_what_may_last_what_may_not()
    {
        var options = Options with
        {
            Soft = new Dictionary<string, string> { ["nodefs.inodesFree"] = "10%", ["memory.available"] = "200Mi" }, SoftGracePeriods = Graces("memory.available", "nodefs.inodesFree"),
        };
        var reading = Calm with { MemoryAvailable = 50 * Mi, InodesFree = 1, Inodes = 100 };
        Shortages(reading, options).Select(static s => $"{s.Signal} {s.By.IsHard}")
            .ShouldBe(["memory.available True", "memory.available False", "nodefs.inodesFree True", "nodefs.inodesFree False"]);
    }

    [Theory]
    [InlineData(2048, 1900, null)]
    [InlineData(2048, 1960, "allocatableMemory.available|100Mi|88Mi")]
    [InlineData(2048, 3000, "allocatableMemory.available|100Mi|-952Mi")]
    [InlineData(null, 3000, null)]
    public void Pods_leave_to_others_what_is_set_aside_for_them(int? total, int used, string? found)
    {
        var thresholds = EvictionThresholds.WithPodsMemory(EvictionThresholds.Of(Options with { Soft = new Dictionary<string, string> { ["memory.available"] = "200Mi" }, SoftGracePeriods = Graces("memory.available") }));
        thresholds.Take(4).Select(static t => $"{t.Signal} {t.IsHard}").ShouldBe(["memory.available True", "memory.available False", "allocatableMemory.available True", "nodefs.available True"]);
        var seen = ShortageSpans.None.See(Calm with { Pods = total is { } all ? new PodsMemory(used * Mi, all * Mi) : null }, thresholds, TimeSpan.Zero);
        (seen.Due.Count == 0 ? null : string.Join(' ', seen.Due.Select(static s => $"{s.Signal}|{s.Threshold}|{s.Available}"))).ShouldBe(found);
        EvictionPlanner.Pressure(seen.Found).ShouldBe(new NodePressure(Memory: found is not null));
        seen.Due.ShouldAllBe(static s => s.Resource == "memory" && !EvictionSignal.IsOfDisk(s.Signal));
    }

    [Fact]
    public void A_shortage_that_may_last_shows_at_once_and_costs_pods_later()
    {
        var thresholds = EvictionThresholds.Of(Options with { Soft = new Dictionary<string, string> { ["nodefs.inodesFree"] = "20%" }, SoftGracePeriods = Graces("nodefs.inodesFree") });
        var reading = Calm with { InodesFree = 10, Inodes = 100 };

        var seen = ShortageSpans.None.See(reading, thresholds, TimeSpan.FromSeconds(100));
        EvictionPlanner.Pressure(seen.Found).ShouldBe(new NodePressure(Disk: true));
        seen.Due.ShouldBeEmpty();
        seen = seen.Spans.See(reading, thresholds, TimeSpan.FromSeconds(159));
        seen.Due.ShouldBeEmpty();
        seen.Spans.See(reading, thresholds, TimeSpan.FromSeconds(160)).Due.ShouldBe(seen.Found);
        seen.Spans.See(Calm, thresholds, TimeSpan.FromSeconds(159)).Spans.See(reading, thresholds, TimeSpan.FromSeconds(160)).Due.ShouldBeEmpty("it was over for a while");
    }

    [Fact]
    public void What_pods_had_to_go_for_is_short_until_enough_is_reclaimed()
    {
        var thresholds = EvictionThresholds.Of(Hard(("imagefs.available", "10%"), ("memory.available", "100Mi")) with
        {
            MinimumReclaim = new Dictionary<string, string> { ["imagefs.available"] = "5%", ["memory.available"] = "50Mi" },
        });
        var almost = Calm with { MemoryAvailable = 149 * Mi, Images = new DiskReading(14, 100, 1, 1, 1) };
        ShortageSpans.None.See(almost, thresholds, TimeSpan.Zero).Found.ShouldBeEmpty("nothing was short before");

        var seen = ShortageSpans.None.See(Calm with { MemoryAvailable = 99 * Mi, Images = new DiskReading(9, 100, 1, 1, 1) }, thresholds, TimeSpan.Zero);
        seen = seen.Spans.See(almost, thresholds, TimeSpan.FromSeconds(10));
        seen.Due.Select(static s => $"{s.Signal} {s.Threshold} {s.Available}").ShouldBe(["memory.available 100Mi 149Mi", "imagefs.available 10 14"]);
        seen.Spans.See(Calm with { MemoryAvailable = 150 * Mi, Images = new DiskReading(15, 100, 1, 1, 1) }, thresholds, TimeSpan.FromSeconds(20)).Found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, 30, 30)]
    [InlineData(5L, 30, 5)]
    [InlineData(60L, 30, 30)]
    public void A_pod_has_time_to_end_where_the_shortage_may_last(long? own, int most, int seconds)
    {
        var shortage = Shortage(Calm with { MemoryAvailable = 50 * Mi });
        var use = Use("pod:10:20:0");
        use = use with { Pod = use.Pod with { Spec = use.Pod.Spec with { TerminationGracePeriodSeconds = own } } };
        EvictionPlanner.Choose(shortage with { By = shortage.By with { Grace = TimeSpan.FromMinutes(1) } }, TimeSpan.FromSeconds(most), [use])!.Value.Verdict.Grace.ShouldBe(TimeSpan.FromSeconds(seconds));
        EvictionPlanner.Choose(shortage, TimeSpan.FromSeconds(most), [use])!.Value.Verdict.Grace.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Of_inodes_the_pod_with_the_most_files_goes()
    {
        var shortage = Shortages(Calm with { InodesFree = 10, Inodes = 1 << 20 }, Options).ShouldHaveSingleItem();
        var (pod, verdict) = EvictionPlanner.Choose(shortage, NoGrace, [Use("few:10:20:0") with { Inodes = 5 }, Use("many:10:0:0") with { Inodes = 500 }])!.Value;
        (pod.Metadata.Name, verdict.Message).ShouldBe(("many", "The node was low on resource: inodes. Threshold quantity: 52428, available: 10. "));
    }

    [Fact]
    public void Of_the_disk_it_is_told_which_container_wrote_so_much()
    {
        var use = Use("writer:10:20:0") with { Disk = 3 * Mi, Written = new Dictionary<string, long> { ["main"] = 2 * Mi } };
        EvictionPlanner.Choose(Shortage(Calm with { DiskAvailable = 5 }), NoGrace, [use])!.Value.Verdict.Message
            .ShouldBe("The node was low on resource: ephemeral-storage. Threshold quantity: 10, available: 5. Container main was using 2Mi, request is 0, has larger consumption of ephemeral-storage. ");
    }

    [Fact]
    public void A_disk_tells_its_inodes_and_a_folder_its_files()
    {
        var folder = Directory.CreateTempSubdirectory("disk-use").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.log"), "12345");
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "sub")).FullName, "b"), "123");
            File.CreateSymbolicLink(Path.Combine(folder, "link"), "/");
            DiskUse.Of(folder).ShouldBe(new DiskUse(8, 5));
            DiskUse.Of(folder, "a.").ShouldBe(new DiskUse(5, 1));
            DiskUse.Of(Path.Combine(folder, "nothing")).ShouldBe(default);
            var disk = DiskReading.Of(folder);
            disk.ShouldSatisfyAllConditions(() => disk.Total.ShouldBeGreaterThan(disk.Available), () => disk.Inodes.ShouldBeGreaterThanOrEqualTo(disk.InodesFree));
            disk.Total.ShouldBe(new DriveInfo(folder).TotalSize);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Shortage Shortage(MachineReading reading) => Shortages(reading, Options)[0];

    private static IReadOnlyList<Shortage> Shortages(MachineReading reading, EvictionOptions options) => ShortageSpans.None.See(reading, EvictionThresholds.Of(options), TimeSpan.Zero).Found;

    private static NodePressure Pressure(MachineReading reading, EvictionOptions options) => EvictionPlanner.Pressure(Shortages(reading, options));

    private static EvictionOptions Hard(params (string Signal, string Amount)[] thresholds) => Options with { Hard = thresholds.ToDictionary(static t => t.Signal, static t => t.Amount) };

    private static Dictionary<string, TimeSpan> Graces(params string[] signals) => signals.ToDictionary(static s => s, static _ => TimeSpan.FromMinutes(1));

    /// <summary>name:request:used:priority, amounts in mebibytes.</summary>
    private static PodUse Use(string text)
    {
        var parts = text.Split(':');
        var request = long.Parse(parts[1]) * Mi;
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = parts[0] },
            Spec = new PodSpec
            {
                Priority = int.Parse(parts[3]),
                Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["memory"] = Quantity.Of(request, QuantityFormat.BinarySI) } } }],
            },
        };
        return new PodUse(pod, new Dictionary<string, long> { ["main"] = long.Parse(parts[2]) * Mi }, 0, 0);
    }
}
