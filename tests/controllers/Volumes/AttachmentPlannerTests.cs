using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Volumes;

/// <summary>Where volumes of CSI drivers are attached.</summary>
public sealed class AttachmentPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CSIPersistentVolumeSource Source = new() { Driver = "csi.example", VolumeHandle = "vol-1" };

    [Fact]
    public void A_volume_is_attached_to_the_node_of_its_pod_and_the_pod_told_once()
    {
        var view = View("ReadWriteOnce", [Pod("a", "n1")]);
        var plan = AttachmentPlanner.Plan(view, Now);
        var made = (VolumeAttachment)plan.Writes.ShouldHaveSingleItem().ShouldBeOfType<ObjectCreation>().Content;
        made.Metadata.Name.ShouldBe(AttachmentPlanner.NameOf(Source, "n1"));
        made.Spec.ShouldBe(new VolumeAttachmentSpec { Attacher = "csi.example", NodeName = "n1", Source = new VolumeAttachmentSource { PersistentVolumeName = "v" } });
        plan.Events.ShouldBeEmpty();

        plan = AttachmentPlanner.Plan(view with { Attachments = [made], Memory = plan.Memory }, Now);
        (plan.Writes.Count, plan.Events.Count).ShouldBe((0, 0));
        plan = AttachmentPlanner.Plan(view with { Attachments = [Attached(made)], Memory = plan.Memory }, Now);
        plan.Events.ShouldHaveSingleItem().ShouldBe(PlannedEvent.Normal("SuccessfulAttachVolume", "AttachVolume.Attach succeeded for volume \"v\" ") with
        {
            Component = "attachdetach-controller", Regarding = new(Resources.Pods, "default", "a"),
        });
        AttachmentPlanner.Plan(view with { Attachments = [Attached(made)], Memory = plan.Memory }, Now).Events.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_told_of_what_had_happened_before_one_looked() =>
        AttachmentPlanner.Plan(View("ReadWriteOnce", [Pod("a", "n1")], Attached(Attachment("n1"))), Now).Events.ShouldBeEmpty();

    [Theory]
    [InlineData(null, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_driver_may_do_without(bool? attachRequired, int attachments) =>
        AttachmentPlanner.Plan(View("ReadWriteOnce", [Pod("a", "n1")]) with { Driver = new CSIDriver { Spec = new() { AttachRequired = attachRequired } } }, Now).Writes.Count.ShouldBe(attachments);

    [Theory]
    [InlineData("ReadWriteMany")]
    [InlineData("ReadOnlyMany")]
    public void A_shared_volume_is_attached_to_each_node(string mode) =>
        AttachmentPlanner.Plan(View(mode, [Pod("a", "n1"), Pod("b", "n2"), Pod("c", "n2")], Attachment("n3")), Now).Writes.Select(static w => w.GetType().Name)
            .ShouldBe(["ObjectDeletion", "ObjectCreation", "ObjectCreation"]);

    [Fact]
    public void An_exclusive_volume_goes_to_the_oldest_pod_and_the_others_are_told_once()
    {
        var view = View("ReadWriteOnce", [Pod("late", "n2", age: 1), Pod("early", "n1", age: 2)]);
        var plan = AttachmentPlanner.Plan(view, Now);
        plan.Writes.ShouldHaveSingleItem().Key.Name.ShouldBe(AttachmentPlanner.NameOf(Source, "n1"));
        plan.Events.ShouldHaveSingleItem().Message.ShouldBe("Multi-Attach error for volume \"v\" Volume is already exclusively attached to one node and can't be attached to another");
        plan = AttachmentPlanner.Plan(view with { Attachments = [Attachment("n1")], Memory = plan.Memory }, Now);
        (plan.Writes.Count, plan.Events.Count).ShouldBe((0, 0));
        AttachmentPlanner.Plan(view with { Attachments = [Attachment("n1")] }, Now).Events.ShouldHaveSingleItem().Message.ShouldBe("Multi-Attach error for volume \"v\" Volume is already used by pod(s) early");
    }

    [Fact]
    public void An_exclusive_volume_is_attached_to_the_next_node_once_it_has_gone_from_the_last()
    {
        var view = View("ReadWriteOncePod", [Pod("b", "n2")], Attached(Attachment("n1")));
        AttachmentPlanner.Plan(view, Now).Writes.ShouldHaveSingleItem().ShouldBeOfType<ObjectDeletion>();
        var going = Attachment("n1");
        going = going with { Metadata = going.Metadata with { DeletionTimestamp = Now } };
        AttachmentPlanner.Plan(view with { Attachments = [going] }, Now).Writes.ShouldBeEmpty();
        AttachmentPlanner.Plan(view with { Attachments = [] }, Now).Writes.ShouldHaveSingleItem().ShouldBeOfType<ObjectCreation>();
    }

    /// <param name="inUse">Whether the node says that it uses the volume.</param>
    /// <param name="isReady">Whether the node is ready.</param>
    /// <param name="taint">A taint of it.</param>
    /// <param name="minutes">For how long nobody has needed the volume there.</param>
    /// <param name="goes">Whether it is detached.</param>
    [Theory]
    [InlineData(false, true, null, 0, true)]
    [InlineData(true, true, null, 60, false)]
    [InlineData(true, false, null, 5, false)]
    [InlineData(true, false, null, 6, true)]
    [InlineData(true, true, "node.kubernetes.io/out-of-service", 0, true)]
    [InlineData(true, true, "node.kubernetes.io/unreachable", 0, false)]
    public void A_volume_that_a_node_uses_still_is_not_taken_from_it(bool inUse, bool isReady, string? taint, int minutes, bool goes)
    {
        var node = Node("n1", isReady, inUse, taint);
        var view = View("ReadWriteOnce", [Pod("a", "n1", phase: "Succeeded")], Attachment("n1")) with { Nodes = new Dictionary<string, Node> { ["n1"] = node } };
        var first = AttachmentPlanner.Plan(view, Now);
        var plan = AttachmentPlanner.Plan(view with { Memory = first.Memory }, Now.AddMinutes(minutes));
        plan.Writes.Count.ShouldBe(goes ? 1 : 0);
        if (!isReady && !goes) first.Due.ShouldBe(Now.AddMinutes(6));
    }

    /// <param name="leaves">Whether the pod is being deleted.</param>
    /// <param name="containers">What its containers do.</param>
    /// <param name="needs">Whether the volume stays attached.</param>
    [Theory]
    [InlineData(false, "terminated", true)]
    [InlineData(false, "", true)]
    [InlineData(true, "running terminated", true)]
    [InlineData(true, "terminated waiting", false)]
    [InlineData(true, "", false)]
    public void A_pod_that_leaves_needs_a_volume_as_long_as_it_runs_something(bool leaves, string containers, bool needs)
    {
        var pod = Pod("a", "n1", phase: "Running");
        pod = pod with
        {
            Metadata = pod.Metadata with { DeletionTimestamp = leaves ? Now : null },
            Status = pod.Status with { ContainerStatuses = [.. containers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static what => new ContainerStatus { State = State(what) })] },
        };
        AttachmentPlanner.Plan(View("ReadWriteOnce", [pod], Attachment("n1")), Now).Writes.Count.ShouldBe(needs ? 0 : 1);

        static ContainerState State(string what) => what switch
        {
            "terminated" => new() { Terminated = new() }, "waiting" => new() { Waiting = new() }, _ => new() { Running = new() },
        };
    }

    [Fact]
    public void What_is_attached_to_a_node_that_is_gone_is_detached() =>
        AttachmentPlanner.Plan(View("ReadWriteOnce", [], Attachment("gone")), Now).Writes.ShouldHaveSingleItem().ShouldBeOfType<ObjectDeletion>();

    [Fact]
    public void A_failure_is_told_each_time_it_comes_anew()
    {
        var view = View("ReadWriteOnce", [Pod("a", "n1")], Attachment("n1"));
        var memory = AttachmentPlanner.Plan(view, Now).Memory;
        foreach (var (second, count) in ((int, int)[])[(1, 1), (1, 0), (2, 1)])
        {
            var failed = Attachment("n1") with { Status = new VolumeAttachmentStatus { AttachError = new VolumeError { Message = "no such disk", Time = Now.AddSeconds(second) } } };
            var plan = AttachmentPlanner.Plan(view with { Attachments = [failed], Memory = memory }, Now);
            plan.Events.Count.ShouldBe(count);
            if (count > 0) plan.Events[0].Message.ShouldBe("AttachVolume.Attach failed for volume \"v\" : no such disk");
            memory = plan.Memory;
        }
    }

    private static AttachmentView View(string mode, IReadOnlyList<Pod> pods, params VolumeAttachment[] attachments) =>
        new(new PersistentVolume { Metadata = new ObjectMeta { Name = "v" }, Spec = new PersistentVolumeSpec { AccessModes = [mode], Csi = Source } })
        {
            Pods = pods, Attachments = attachments, Nodes = new[] { "n1", "n2", "n3" }.ToDictionary(static n => n, static n => Node(n)),
        };

    private static Node Node(string name, bool isReady = true, bool inUse = false, string? taint = null) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new NodeSpec { Taints = taint is null ? [] : [new Taint { Key = taint, Effect = "NoExecute" }] },
        Status = new NodeStatus
        {
            VolumesInUse = inUse ? ["kubernetes.io/csi/csi.example^vol-1"] : [],
            Conditions = [new NodeCondition { Type = "Ready", Status = isReady ? "True" : "Unknown" }],
        },
    };

    private static Pod Pod(string name, string node, int age = 0, string phase = "Pending") => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, CreationTimestamp = Now.AddMinutes(-age) }, Spec = new PodSpec { NodeName = node }, Status = new PodStatus { Phase = phase },
    };

    private static VolumeAttachment Attachment(string node) => new()
    {
        Metadata = new ObjectMeta { Name = AttachmentPlanner.NameOf(Source, node) },
        Spec = new VolumeAttachmentSpec { Attacher = "csi.example", NodeName = node, Source = new VolumeAttachmentSource { PersistentVolumeName = "v" } },
    };

    private static VolumeAttachment Attached(VolumeAttachment attachment) => attachment with { Status = new VolumeAttachmentStatus { Attached = true } };
}
