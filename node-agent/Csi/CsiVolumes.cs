using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Volumes;
using Ability = Orleans.Kube.NodeAgent.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;
using Node = Orleans.Kube.Model.Core.Node;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>
/// Volumes of CSI drivers for the pods of this node: once such a volume is attached (by the control plane and the driver's controller), the node's driver stages it for all
/// pods and publishes it for each; when a pod is over that is undone. Every step is written down before, so that the next agent can undo it.
/// </summary>
public sealed class CsiVolumes(CsiPaths paths, CsiRecords records, CsiDrivers drivers, ReferencedObjects objects, string boot, Func<Node> node, TimeProvider time)
{
    private const string Persistent = "Persistent";
    private const string Ephemeral = "Ephemeral";
    private const int Gates = 64;

    /// <summary>How long a volume may take to be attached until the pod is told.</summary>
    private static readonly TimeSpan AttachPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AttachPoll = TimeSpan.FromMilliseconds(250);

    private readonly CsiRequests _requests = new(objects);

    // What is done to one volume is done one after the other.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>Whether a pod may have volumes of drivers.</summary>
    public static bool MayUse(Pod pod) => pod.Spec.Volumes.Any(static v => (v.Csi ?? v.PersistentVolumeClaim ?? (object?)v.Ephemeral) is not null);

    /// <summary>Makes a volume for a pod. What is there stays as it is.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="volume">The volume's name in it.</param>
    /// <param name="source">What it asks for.</param>
    /// <param name="cancellationToken">Ends what is under way.</param>
    /// <exception cref="VolumeException">It cannot be had; the message is kubelet's.</exception>
    public async Task<MountedVolume> PrepareAsync(Pod pod, string volume, CsiSource source, CancellationToken cancellationToken)
    {
        var about = (await objects.FindAsync<CSIDriver>("", source.Driver, cancellationToken))?.Spec;
        CheckUse(source, about);
        return await AloneAsync(source.Driver, source.Handle, cancellationToken, async () =>
        {
            var record = records.Find(pod.Metadata.Uid, volume) ?? Begin(pod, volume, source, about);
            if (record.Boot != boot) await PublishAsync(pod, source, about, record, cancellationToken);
            return new MountedVolume(record.Target, source.IsReadOnly, source.IsBlock);
        });
    }

    /// <summary>Asks the driver again, where it wants that: tokens that it was given run out.</summary>
    public async Task RefreshAsync(Pod pod, string volume, CsiSource source, CancellationToken cancellationToken)
    {
        if (records.Find(pod.Metadata.Uid, volume) is not { IsRepublished: true } record || record.Boot != boot) return;
        var about = (await objects.FindAsync<CSIDriver>("", source.Driver, cancellationToken))?.Spec;
        await AloneAsync(source.Driver, source.Handle, cancellationToken, async () =>
        {
            await PublishAsync(pod, source, about, record, cancellationToken);
            return true;
        });
    }

    /// <summary>What a pod's volume has left; null where it is not published, or its driver does not tell.</summary>
    /// <exception cref="ReferenceException">The driver refuses.</exception>
    public async Task<DiskReading?> DiskAsync(string uid, string volume, CancellationToken cancellationToken)
    {
        if (records.Find(uid, volume) is not { } record || record.Boot != boot || drivers.Find(record.Driver) is not { } driver) return null;
        if (!(await driver.CapabilitiesAsync(cancellationToken)).Contains(Ability.GetVolumeStats)) return null;
        var usage = (await driver.StatsAsync(new() { VolumeId = record.Handle, VolumePath = record.Target }, cancellationToken)).Usage;
        var (bytes, inodes) = (Of(VolumeUsage.Types.Unit.Bytes), Of(VolumeUsage.Types.Unit.Inodes));
        return new DiskReading(bytes.Available, bytes.Total, inodes.Available, inodes.Total, 0) { Used = bytes.Used, InodesUsed = inodes.Used };

        VolumeUsage Of(VolumeUsage.Types.Unit unit) => usage.FirstOrDefault(u => u.Unit == unit) ?? new();
    }

    /// <summary>Lets the file system of a published volume take up what the volume has grown by, where that is the node's part.</summary>
    /// <exception cref="ReferenceException">The driver refuses.</exception>
    public async Task GrowAsync(string uid, string volume, CsiSource source, Quantity size, CancellationToken cancellationToken)
    {
        if (records.Find(uid, volume) is not { } record || drivers.Find(source.Driver) is not { } driver) return;
        var abilities = await driver.CapabilitiesAsync(cancellationToken);
        if (!abilities.Contains(Ability.ExpandVolume)) return;
        var request = new NodeExpandVolumeRequest
        {
            VolumeId = source.Handle, VolumePath = record.Target, StagingTargetPath = record.Staging ?? "", CapacityRange = new() { RequiredBytes = (long)size.Value },
            VolumeCapability = CsiRequests.Use(source, null, abilities), Secrets = { await _requests.SecretAsync(source.ExpandSecret, cancellationToken) },
        };
        await driver.ExpandAsync(request, cancellationToken);
    }

    /// <summary>Undoes what drivers have done for a pod that is over.</summary>
    /// <exception cref="ReferenceException">A driver does not; it is to be tried again.</exception>
    public async Task ReleaseAsync(string uid, CancellationToken cancellationToken)
    {
        foreach (var record in records.All.Where(r => r.Uid == uid).ToList())
            await AloneAsync(record.Driver, record.Handle, cancellationToken, async () =>
            {
                if (record.IsAsked) await UnpublishAsync(record, cancellationToken);
                records.Remove(record);
                return true;
            });
    }

    private static void CheckUse(CsiSource source, CSIDriverSpec? about)
    {
        var mode = source.IsEphemeral ? Ephemeral : Persistent;
        var modes = about?.VolumeLifecycleModes is { Count: > 0 } said ? said : [Persistent];
        if (modes.Contains(mode)) return;
        var only = string.Join(' ', modes.Select(static m => $"\"{m}\""));
        throw new VolumeException("MountVolume.NewMounter initialization failed", source.Name, $"volume mode \"{mode}\" not supported by driver {source.Driver} (only supports [{only}])");
    }

    /// <summary>Writes down that the pod is going to have the volume. One that has to be attached is in use from here on.</summary>
    private CsiRecord Begin(Pod pod, string volume, CsiSource source, CSIDriverSpec? about)
    {
        var record = new CsiRecord
        {
            Uid = pod.Metadata.Uid, Volume = volume, Driver = source.Driver, Handle = source.Handle, Target = paths.Target(pod.Metadata.Uid, source), IsBlock = source.IsBlock,
            UniqueName = source.IsEphemeral || about?.AttachRequired == false ? null : source.UniqueName, IsRepublished = about?.RequiresRepublish == true,
        };
        records.Put(record);
        return record;
    }

    private async Task PublishAsync(Pod pod, CsiSource source, CSIDriverSpec? about, CsiRecord record, CancellationToken cancellationToken)
    {
        var (stageStep, publishStep) = source.IsBlock ? ("MapVolume.SetUpDevice failed", "MapVolume.MapPodDevice failed") : ("MountVolume.MountDevice failed", "MountVolume.SetUp failed");
        var (stager, publisher) = source.IsBlock ? ("blockMapper.SetUpDevice", "blockMapper.MapPodDevice") : ("attacher.MountDevice", "mounter.SetUpAt");
        var attachment = record.UniqueName is null ? [] : await StepAsync("MountVolume.WaitForAttach failed", source, () => AttachmentAsync(source, cancellationToken));

        var abilities = await StepAsync(source.IsEphemeral ? publishStep : stageStep, source, async () =>
        {
            var found = drivers.Find(source.Driver)
                ?? throw new ReferenceException($"kubernetes.io/csi: {(source.IsEphemeral ? $"{publisher} failed to get CSI client" : $"{stager} failed to create newCsiDriverClient")}: driver name {source.Driver} not found in the list of registered CSI drivers");
            return (Driver: found, All: await found.CapabilitiesAsync(cancellationToken));
        });
        record = record with { IsAsked = true, Staging = abilities.All.Contains(Ability.StageUnstageVolume) && !source.IsEphemeral ? paths.Staging(source) : null };
        records.Put(record);
        var group = pod.Spec.SecurityContext?.FsGroup is { } asked && source.TakesGroup(about?.FsGroupPolicy) ? asked : (long?)null;
        var use = CsiRequests.Use(source, group, abilities.All);
        if (record.Staging is { } staging && !IsStaged(record)) await StepAsync(stageStep, source, async () =>
        {
            Directory.CreateDirectory(staging);
            var request = new NodeStageVolumeRequest
            {
                VolumeId = source.Handle, PublishContext = { attachment }, StagingTargetPath = staging, VolumeCapability = use, VolumeContext = { source.Attributes.ToDictionary() },
                Secrets = { await _requests.SecretAsync(source.StageSecret, cancellationToken) },
            };
            await abilities.Driver.StageAsync(request, cancellationToken);
            return true;
        });
        await StepAsync(publishStep, source, async () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(record.Target)!);
            var request = new NodePublishVolumeRequest
            {
                VolumeId = source.Handle, PublishContext = { attachment }, StagingTargetPath = record.Staging ?? "", TargetPath = record.Target, VolumeCapability = use, Readonly = source.IsReadOnly,
                Secrets = { await _requests.SecretAsync(source.PublishSecret, cancellationToken) }, VolumeContext = { await _requests.ContextAsync(pod, source, about, cancellationToken) },
            };
            await abilities.Driver.PublishAsync(request, cancellationToken);
            if (group is { } owner && record.Boot != boot && !abilities.All.Contains(Ability.VolumeMountGroup)) FileOwnership.GiveAll(record.Target, (uint)owner, pod.Spec.SecurityContext?.FsGroupChangePolicy, isReadOnly: false);
            return true;
        });
        records.Put(record with { Boot = boot });
    }

    private bool IsStaged(CsiRecord record) => records.All.Any(r => r.Driver == record.Driver && r.Handle == record.Handle && r.Boot == boot && r.Staging == record.Staging);

    /// <summary>Waits until the volume is attached and everybody knows that it is in use here, and so does not detach it.</summary>
    private async Task<Dictionary<string, string>> AttachmentAsync(CsiSource source, CancellationToken cancellationToken)
    {
        var (name, began) = (source.AttachmentName(node().Metadata.Name), time.GetTimestamp());
        while (true)
        {
            var attachment = await FindAttachmentAsync(name, cancellationToken);
            if (attachment?.Metadata.DeletionTimestamp is not null) throw new ReferenceException("volume attachment is being deleted");
            if (attachment?.Status is { Attached: true } status && node().Status.VolumesInUse.Contains(source.UniqueName)) return status.AttachmentMetadata.ToDictionary();
            if (attachment?.Status is { Attached: false, AttachError: { } error }) throw new ReferenceException(error.Message);
            if (time.GetElapsedTime(began) > AttachPatience) throw new ReferenceException($"timed out waiting for external-attacher of {source.Driver} CSI driver to attach volume {source.Handle}");
            await Task.Delay(AttachPoll, time, cancellationToken);
        }
    }

    /// <summary>A node may read its attachments only once they are there: that it may not says no more than that there is none.</summary>
    private async Task<VolumeAttachment?> FindAttachmentAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.FindAsync<VolumeAttachment>("", name, cancellationToken);
        }
        catch (ReferenceException)
        {
            return null;
        }
    }

    private async Task UnpublishAsync(CsiRecord record, CancellationToken cancellationToken)
    {
        var driver = drivers.Find(record.Driver)
            ?? throw new ReferenceException($"kubernetes.io/csi: Unmounter.TearDownAt failed to get CSI client: driver name {record.Driver} not found in the list of registered CSI drivers");
        await driver.UnpublishAsync(new() { VolumeId = record.Handle, TargetPath = record.Target }, cancellationToken);
        if (Mounts.IsMounted(record.Target)) throw new ReferenceException($"kubernetes.io/csi: Unmounter.TearDownAt failed: {record.Target} is still mounted");
        paths.RemoveTarget(record);
        records.Put(record with { Boot = null });
        if (record.Staging is not { } staging || records.All.Any(r => r.Staging == staging && (r.Uid, r.Volume) != (record.Uid, record.Volume))) return;
        await driver.UnstageAsync(new() { VolumeId = record.Handle, StagingTargetPath = staging }, cancellationToken);
        paths.RemoveStaging(record);
    }

    private static async Task<TResult> StepAsync<TResult>(string step, CsiSource source, Func<Task<TResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is ReferenceException and not VolumeException or IOException or UnauthorizedAccessException)
        {
            throw new VolumeException(step, source.Name, e.Message);
        }
    }

    private async Task<TResult> AloneAsync<TResult>(string driver, string handle, CancellationToken cancellationToken, Func<Task<TResult>> work)
    {
        var gate = _gates[(uint)HashCode.Combine(driver, handle) % Gates];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}
