using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Volumes;

/// <summary>A volume of a driver whose pods come and go, on nodes that are ready or not, while its attachments come late and writes get lost.</summary>
public sealed class AttachmentPropertyTests
{
    private static readonly string[] Nodes = ["n1", "n2", "n3"];

    [Theory]
    [InlineData("ReadWriteOnce", 1)]
    [InlineData("ReadWriteMany", 3)]
    public void A_volume_comes_to_the_nodes_that_need_it_and_is_never_on_more_than_it_may_be(string mode, int most) => Script.ForAll(script =>
    {
        var world = new World(mode);
        while (script.HasMore)
        {
            world.Meddle(script);
            world.Reconcile(_ => script.Choose(4) > 0);
            world.Attachments.Count.ShouldBeLessThanOrEqualTo(most);
        }

        for (var rounds = 0; rounds < 4; rounds++)
        {
            world.Now += AttachmentPlanner.LongestUnmount;
            world.LetGo();
            world.Reconcile(static _ => true);
            world.Drive();
        }

        world.Reconcile(static _ => true).ShouldBe(0, "it never rests");
        var (attached, needing) = (world.Attachments.Select(static a => a.Spec.NodeName).Order(StringComparer.Ordinal), world.Needing);
        if (most > 1) attached.ShouldBe(needing);
        else attached.Count().ShouldBe(Math.Min(1, needing.Count));
        needing.ShouldBeSubsetOf(Nodes);
        attached.ShouldBeSubsetOf(needing);
    }, runs: 100);

    private sealed class World(string mode)
    {
        private static readonly CSIPersistentVolumeSource Source = new() { Driver = "csi.example", VolumeHandle = "vol-1" };

        private readonly Dictionary<string, Pod> _pods = [];
        private readonly Dictionary<string, Node> _nodes = Nodes.ToDictionary(static name => name, static name => Node(name, isReady: true, inUse: false));
        private AttachmentMemory _memory = AttachmentMemory.Empty;
        private int _made;

        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public List<VolumeAttachment> Attachments { get; private set; } = [];

        /// <summary>The nodes that have pods which have yet to end.</summary>
        public IReadOnlyList<string> Needing => [.. _pods.Values.Where(static pod => !pod.IsFinished() && !pod.IsDeleting()).Select(static pod => pod.Spec.NodeName).Distinct().Order(StringComparer.Ordinal)];

        public void Meddle(Script script)
        {
            Now += TimeSpan.FromMinutes(script.Choose(4));
            var name = $"p{script.Choose(4)}";
            switch (script.Choose(6))
            {
                case 0:
                    _pods[name] = Make.Pod(name, script.Pick(Nodes)) is var pod ? pod with { Metadata = pod.Metadata with { Uid = $"u{_made++}", CreationTimestamp = Now } } : pod;
                    break;
                case 1 when _pods.TryGetValue(name, out var found):
                    _pods[name] = script.Choose(2) == 0 ? found.WithPhase(PodPhase.Failed) : found with { Metadata = found.Metadata with { DeletionTimestamp = Now } };
                    break;
                case 2:
                    _pods.Remove(name);
                    break;
                case 3:
                    var node = script.Pick(Nodes);
                    _nodes[node] = Node(node, script.Choose(3) > 0, script.Choose(2) == 0);
                    break;
                default:
                    Drive();
                    break;
            }
        }

        /// <summary>The driver attaches what is asked for and detaches what is deleted.</summary>
        public void Drive() => Attachments =
            [.. Attachments.Where(static a => a.Metadata.DeletionTimestamp is null).Select(static a => a with { Status = new VolumeAttachmentStatus { Attached = true } })];

        /// <summary>Nodes that are ready are done with the volume.</summary>
        public void LetGo()
        {
            foreach (var name in Nodes) _nodes[name] = Node(name, isReady: true, inUse: false);
        }

        /// <returns>How many writes were planned.</returns>
        public int Reconcile(Func<ObjectWrite, bool> keep)
        {
            var plan = AttachmentPlanner.Plan(
                new AttachmentView(new PersistentVolume { Metadata = new ObjectMeta { Name = "v" }, Spec = new PersistentVolumeSpec { AccessModes = [mode], Csi = Source } })
                {
                    Pods = [.. _pods.Values], Attachments = Attachments, Nodes = _nodes, Memory = _memory,
                },
                Now);
            _memory = plan.Memory;
            foreach (var write in plan.Writes.Where(keep))
            {
                if (write is ObjectCreation { Content: VolumeAttachment made })
                {
                    Attachments.ShouldAllBe(known => known.Metadata.Name != made.Metadata.Name);
                    Attachments.Add(made);
                }
                else
                {
                    var at = Attachments.FindIndex(known => known.Metadata.Name == write.Key.Name);
                    Attachments[at].Metadata.DeletionTimestamp.ShouldBeNull();
                    Attachments[at] = Attachments[at] with { Metadata = Attachments[at].Metadata with { DeletionTimestamp = Now } };
                }
            }

            return plan.Writes.Count;
        }

        private static Node Node(string name, bool isReady, bool inUse) => new()
        {
            Metadata = new ObjectMeta { Name = name },
            Status = new NodeStatus
            {
                VolumesInUse = inUse ? [AttachmentPlanner.UniqueName(Source)] : [],
                Conditions = [new NodeCondition { Type = "Ready", Status = isReady ? "True" : "Unknown" }],
            },
        };
    }
}
