using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>
/// Has a volume of a CSI driver attached to the nodes whose pods need it, and detached from the others (k8s.io/kubernetes/pkg/controller/volume/attachdetach). What it says in
/// VolumeAttachments the driver's own controller carries out. One that a single node may have is attached to the next only when it has gone from the last.
/// </summary>
public static class AttachmentPlanner
{
    /// <summary>How long a node that is not ready is waited for until its volume is taken from it: its agent may be unmounting it.</summary>
    public static readonly TimeSpan LongestUnmount = TimeSpan.FromMinutes(6);

    private const string OutOfService = "node.kubernetes.io/out-of-service";
    private const string Component = "attachdetach-controller";

    public static AttachmentPlan Plan(AttachmentView view, DateTimeOffset now)
    {
        var plan = new Planning(view, now);
        plan.Detach();
        plan.Attach();
        plan.Tell();
        return new AttachmentPlan(plan.Writes, plan.Events, plan.Due, plan.Memory);
    }

    /// <summary>A volume's name among those of a node that are attached or in use.</summary>
    public static string UniqueName(CSIPersistentVolumeSource source) => $"kubernetes.io/csi/{source.Driver}^{source.VolumeHandle}";

    /// <summary>The name of the attachment of a volume to a node.</summary>
    public static string NameOf(CSIPersistentVolumeSource source, string node) =>
        $"csi-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.VolumeHandle}{source.Driver}{node}")))}";

    private sealed class Planning(AttachmentView view, DateTimeOffset now)
    {
        private readonly PersistentVolume _volume = view.Volume;
        private readonly CSIPersistentVolumeSource _source = view.Volume.Spec.Csi!;
        private readonly ILookup<string, VolumeAttachment> _attachments = view.Attachments.ToLookup(static a => a.Spec.NodeName);

        // Of pods that want at once what only one node may have, the oldest gets it.
        private readonly List<IGrouping<string, Pod>> _wanting = view.Driver?.Spec.AttachRequired == false
            ? []
            : [.. view.Pods.Where(static p => Needs(p) && p.Spec.NodeName.Length > 0).OrderBy(static p => p.Metadata.CreationTimestamp).ThenBy(static p => p.Metadata.Name, StringComparer.Ordinal).GroupBy(static p => p.Spec.NodeName)];

        public List<ObjectWrite> Writes { get; } = [];

        public List<PlannedEvent> Events { get; } = [];

        public DateTimeOffset? Due { get; private set; }

        public AttachmentMemory Memory { get; private set; } = view.Memory;

        private bool IsShared => _volume.Spec.AccessModes.Any(static m => m is PersistentVolumeAccessMode.ReadWriteMany or PersistentVolumeAccessMode.ReadOnlyMany);

        public void Detach()
        {
            var since = ImmutableDictionary<string, DateTimeOffset>.Empty;
            foreach (var attachment in view.Attachments.Where(a => a.Metadata.DeletionTimestamp is null && _wanting.All(w => w.Key != a.Spec.NodeName)))
            {
                var node = attachment.Spec.NodeName;
                var began = view.Memory.UnneededSince.GetValueOrDefault(node, now);
                if (MayGo(node, began)) Writes.Add(ObjectDeletion.Of(Resources.VolumeAttachments, attachment));
                else since = since.SetItem(node, began);
            }

            Memory = Memory with { UnneededSince = since };
        }

        public void Attach()
        {
            var taken = view.Attachments.Select(static a => a.Spec.NodeName).ToHashSet();
            var refused = ImmutableHashSet<string>.Empty;
            foreach (var pods in _wanting.Where(w => !_attachments.Contains(w.Key) && view.Nodes.ContainsKey(w.Key)))
            {
                if (IsShared || taken.Count == 0)
                {
                    taken.Add(pods.Key);
                    Writes.Add(ObjectCreation.Of(Resources.VolumeAttachments, new VolumeAttachment
                    {
                        ApiVersion = "storage.k8s.io/v1", Kind = "VolumeAttachment",
                        Metadata = new() { Name = NameOf(_source, pods.Key) },
                        Spec = new VolumeAttachmentSpec { Attacher = _source.Driver, NodeName = pods.Key, Source = new VolumeAttachmentSource { PersistentVolumeName = _volume.Metadata.Name } },
                    }));
                    continue;
                }

                foreach (var pod in pods)
                {
                    refused = refused.Add(pod.Metadata.Uid);
                    if (!view.Memory.Refused.Contains(pod.Metadata.Uid)) Say(pod, PlannedEvent.Warning("FailedAttachVolume", $"Multi-Attach error for volume \"{_volume.Metadata.Name}\" {Holders(pods.Key)}"));
                }
            }

            Memory = Memory with { Refused = refused };
        }

        /// <summary>Tells the pods of a node how the volume's attachment comes along, once.</summary>
        public void Tell()
        {
            var told = ImmutableDictionary<string, string?>.Empty;
            foreach (var attachment in view.Attachments)
            {
                var node = attachment.Spec.NodeName;
                var news = attachment.Status is { Attached: true } ? "" : attachment.Status.AttachError is { } error ? $"{error.Time:O} {error.Message}" : null;
                told = told.SetItem(node, news);
                if (news is null || !view.Memory.Told.TryGetValue(node, out var known) || known == news) continue;
                foreach (var pod in _wanting.Where(w => w.Key == node).SelectMany(static w => w))
                    Say(pod, news.Length == 0
                        ? PlannedEvent.Normal("SuccessfulAttachVolume", $"AttachVolume.Attach succeeded for volume \"{_volume.Metadata.Name}\" ")
                        : PlannedEvent.Warning("FailedAttachVolume", $"AttachVolume.Attach failed for volume \"{_volume.Metadata.Name}\" : {attachment.Status.AttachError!.Message}"));
            }

            foreach (var created in Writes.OfType<ObjectCreation>()) told = told.SetItem(((VolumeAttachment)created.Content).Spec.NodeName, null);
            Memory = Memory with { Told = told };
        }

        /// <summary>Whether nobody on the node has the volume mounted any more, or nobody can be asked.</summary>
        private bool MayGo(string name, DateTimeOffset since)
        {
            if (!view.Nodes.TryGetValue(name, out var node) || !node.Status.VolumesInUse.Contains(UniqueName(_source))) return true;
            if (node.Spec.Taints.Any(static t => t is { Key: OutOfService, Effect: TaintEffect.NoExecute })) return true;
            if (node.IsReady()) return false;
            Due = Controllers.Due.Earlier(Due, since + LongestUnmount);
            return now >= since + LongestUnmount;
        }

        /// <summary>Whether the pod has yet to end, or runs something still while it leaves.</summary>
        private static bool Needs(Pod pod) => pod.IsDeleting()
            ? !pod.IsFinished() && pod.Status.ContainerStatuses.Any(static c => c.State is null or { Terminated: null, Waiting: null })
            : !pod.IsFinished();

        private string Holders(string node)
        {
            var pods = view.Pods.Where(p => Needs(p) && p.Spec.NodeName != node && _attachments.Contains(p.Spec.NodeName)).Select(static p => p.Metadata.Name).Order(StringComparer.Ordinal).ToList();
            return pods.Count == 0 ? "Volume is already exclusively attached to one node and can't be attached to another" : $"Volume is already used by pod(s) {string.Join(", ", pods)}";
        }

        private void Say(Pod pod, PlannedEvent what) => Events.Add(what with { Component = Component, Regarding = new(Resources.Pods, pod.Metadata.Namespace, pod.Metadata.Name) });
    }
}
