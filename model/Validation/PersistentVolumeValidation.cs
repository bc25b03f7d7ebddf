using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Persistent volumes: capacity, modes, and exactly one source.</summary>
internal static class PersistentVolumeValidation
{
    private static readonly Dictionary<string, string> Stable = new(StringComparer.Ordinal)
    {
        ["failure-domain.beta.kubernetes.io/zone"] = "topology.kubernetes.io/zone",
        ["failure-domain.beta.kubernetes.io/region"] = "topology.kubernetes.io/region",
        ["beta.kubernetes.io/os"] = "kubernetes.io/os",
        ["beta.kubernetes.io/arch"] = "kubernetes.io/arch",
        ["beta.kubernetes.io/instance-type"] = "node.kubernetes.io/instance-type",
    };

    private const string BadIscsi = "must be valid format";

    public static void Validate(PersistentVolumeSpec spec, string name, FieldErrors errors)
    {
        if (spec.AccessModes.Count == 0) errors.Required("accessModes");
        ClaimValidation.AccessModes(spec.AccessModes, errors);
        Capacity(spec.Capacity, errors);
        if (spec.PersistentVolumeReclaimPolicy.Length > 0)
            Rules.OneOf("persistentVolumeReclaimPolicy", spec.PersistentVolumeReclaimPolicy, errors,
                PersistentVolumeReclaimPolicy.Delete, PersistentVolumeReclaimPolicy.Recycle, PersistentVolumeReclaimPolicy.Retain);
        if (spec.NodeAffinity is { } affinity)
        {
            if (affinity.Required is null) errors.Required("nodeAffinity.required", "must specify required node constraints");
            else
                using (errors.At("nodeAffinity.required")) NodeSelectorValidation.Validate(affinity.Required, errors);
        }

        Sources(spec, name, errors);
        if (spec.HostPath is { } host && host.Path.Length > 0 && host.Path.Trim('/').Length == 0 && spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Recycle)
            errors.Forbidden("persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        if (spec.StorageClassName.Length > 0) errors.InvalidEach("storageClassName", spec.StorageClassName, Names.DnsSubdomain(spec.StorageClassName));
        Rules.NoneOrOneOf("volumeMode", spec.VolumeMode, errors, PersistentVolumeMode.Block, PersistentVolumeMode.Filesystem);
    }

    /// <summary>Where a volume is does not change, but that a secret for growing may be added, and labels take the names that they have by now.</summary>
    public static void ValidateUpdate(PersistentVolumeSpec spec, PersistentVolumeSpec old, FieldErrors errors)
    {
        var source = old.Csi is { ControllerExpandSecretRef: null } && spec.Csi is { ControllerExpandSecretRef: not null } csi
            ? spec with { Csi = csi with { ControllerExpandSecretRef = null } }
            : spec;
        if (!Structural.Equal(SourceOf(source), SourceOf(old)))
            errors.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation\n");
        errors.Immutable("volumeMode", spec.VolumeMode, old.VolumeMode);
        if (old.NodeAffinity is { } affinity && !Structural.Equal(spec.NodeAffinity, affinity) && !Structural.Equal(spec.NodeAffinity, Renamed(affinity, spec.NodeAffinity)))
            errors.Invalid("nodeAffinity", spec.NodeAffinity, "field is immutable, except for updating from beta label to GA");
    }

    /// <summary>The affinity with the labels that <paramref name="value"/> calls by the names they have by now.</summary>
    private static VolumeNodeAffinity Renamed(VolumeNodeAffinity affinity, VolumeNodeAffinity? value)
    {
        var terms = value?.Required?.NodeSelectorTerms ?? [];
        return affinity.Required is not { } required ? affinity : affinity with
        {
            Required = required with
            {
                NodeSelectorTerms = [.. required.NodeSelectorTerms.Select((term, i) => i >= terms.Count ? term : term with
                {
                    MatchExpressions = [.. term.MatchExpressions.Select((r, j) =>
                        j < terms[i].MatchExpressions.Count && Stable.TryGetValue(r.Key, out var key) && key == terms[i].MatchExpressions[j].Key ? r with { Key = key } : r)],
                })],
            },
        };
    }

    /// <summary>The spec with nothing but its source.</summary>
    private static PersistentVolumeSpec SourceOf(PersistentVolumeSpec spec) => spec with
    {
        Capacity = EmptyMap<Quantity>.Value, AccessModes = [], ClaimRef = null, PersistentVolumeReclaimPolicy = "", StorageClassName = "",
        MountOptions = [], VolumeMode = null, NodeAffinity = null, VolumeAttributesClassName = null,
    };

    private static void Capacity(IReadOnlyDictionary<string, Quantity> capacity, FieldErrors errors)
    {
        if (capacity.Count == 0) errors.Required("capacity");
        if (capacity.Count > 1 || !capacity.ContainsKey(ResourceName.Storage)) errors.NotSupported("capacity", capacity, ResourceName.Storage);
        foreach (var (resource, amount) in capacity)
        {
            if (amount.Sign < 0) errors.Invalid($"capacity[{resource}]", amount.Value, "must be a valid resource quantity");
            if (amount.Sign <= 0) errors.Invalid($"capacity[{resource}]", amount, "must be greater than zero");
        }
    }

    /// <summary>In Kubernetes' order, for the first of several is the one whose errors are told.</summary>
    private static void Sources(PersistentVolumeSpec spec, string name, FieldErrors errors)
    {
        var count = 0;
        VolumeValidation.Source("hostPath", spec.HostPath, ref count, errors, VolumeValidation.HostPath);
        VolumeValidation.Source("gcePersistentDisk", spec.GcePersistentDisk, ref count, errors, NetworkVolumeValidation.GceDisk, "persistentDisk");
        VolumeValidation.Source("awsElasticBlockStore", spec.AwsElasticBlockStore, ref count, errors, NetworkVolumeValidation.AwsStore);
        VolumeValidation.Source("glusterfs", spec.Glusterfs, ref count, errors, static (s, e) =>
        {
            NetworkVolumeValidation.Glusterfs(s.Endpoints, s.Path, e);
            if (s.EndpointsNamespace is "") e.Invalid("endpointsNamespace", "", "if the endpointnamespace is set, it must be a valid namespace name");
            else if (s.EndpointsNamespace is { } space) e.InvalidEach("endpointsNamespace", space, Names.DnsLabel(space));
        });
        VolumeValidation.Source("flocker", spec.Flocker, ref count, errors, NetworkVolumeValidation.Flocker);
        VolumeValidation.Source("nfs", spec.Nfs, ref count, errors, NetworkVolumeValidation.Nfs);
        VolumeValidation.Source("rbd", spec.Rbd, ref count, errors, static (s, e) => NetworkVolumeValidation.Rbd(s.Monitors, s.Image, e));
        VolumeValidation.Source("quobyte", spec.Quobyte, ref count, errors, NetworkVolumeValidation.Quobyte);
        VolumeValidation.Source("cephFS", spec.Cephfs, ref count, errors, static (s, e) => NetworkVolumeValidation.Monitors(s.Monitors, e), "cephfs");
        VolumeValidation.Source("iscsi", spec.Iscsi, ref count, errors, (s, e) =>
        {
            if (s.InitiatorName is not null && $"{name}:{s.TargetPortal}".Length > NetworkVolumeValidation.MaximumPortal)
                e.Invalid("targetportal", s.TargetPortal, NetworkVolumeValidation.PortalMessage);
            NetworkVolumeValidation.Iscsi(s.TargetPortal, s.Iqn, s.Lun, BadIscsi, e);
            if ((s.ChapAuthDiscovery || s.ChapAuthSession) && s.SecretRef is null) e.Required("secretRef");
            if (s.SecretRef is { Name.Length: 0 }) e.Required("secretRef.name");
            NetworkVolumeValidation.Initiator(s.InitiatorName, BadIscsi, e);
        });
        VolumeValidation.Source("cinder", spec.Cinder, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("volumeID", s.VolumeID, e);
            Secret("secretRef", s.SecretRef?.Name, s.SecretRef?.Namespace, e);
        });
        VolumeValidation.Source("fc", spec.Fc, ref count, errors, NetworkVolumeValidation.Fc);
        if (spec.FlexVolume is { } flex)
        {
            count++;
            using (errors.At("flexVolume")) NetworkVolumeValidation.Flex(flex.Driver, flex.Options, errors);
        }

        VolumeValidation.Source("azureFile", spec.AzureFile, ref count, errors, static (s, e) =>
        {
            NetworkVolumeValidation.AzureFile(s.SecretName, s.ShareName, e);
            if (s.SecretNamespace is "") e.Required("secretNamespace");
        });
        VolumeValidation.Source("vsphereVolume", spec.VsphereVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("volumePath", s.VolumePath, e));
        VolumeValidation.Source("photonPersistentDisk", spec.PhotonPersistentDisk, ref count, errors, static (s, e) => VolumeValidation.Needs("pdID", s.PdID, e));
        VolumeValidation.Source("portworxVolume", spec.PortworxVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("volumeID", s.VolumeID, e));
        VolumeValidation.Source("azureDisk", spec.AzureDisk, ref count, errors, NetworkVolumeValidation.AzureDisk);
        VolumeValidation.Source("scaleIO", spec.ScaleIO, ref count, errors, static (s, e) => NetworkVolumeValidation.ScaleIo(s.Gateway, s.System, s.VolumeName, e));
        Local(spec, ref count, errors);
        VolumeValidation.Source("storageos", spec.Storageos, ref count, errors, static (s, e) =>
        {
            NetworkVolumeValidation.StorageOs(s.VolumeName, s.VolumeNamespace, e);
            Secret("secretRef", s.SecretRef?.Name, s.SecretRef?.Namespace, e);
        });
        VolumeValidation.Source("csi", spec.Csi, ref count, errors, static (s, e) =>
        {
            VolumeValidation.DriverName("driver", s.Driver, e);
            VolumeValidation.Needs("volumeHandle", s.VolumeHandle, e);
            Reference("controllerPublishSecretRef", s.ControllerPublishSecretRef, e);
            Reference("controllerExpandSecretRef", s.ControllerExpandSecretRef, e);
            Reference("nodePublishSecretRef", s.NodePublishSecretRef, e);
            Reference("nodeExpandSecretRef", s.NodeExpandSecretRef, e);
        });
        if (count == 0) errors.Required("", "must specify a volume type");
    }

    private static void Local(PersistentVolumeSpec spec, ref int count, FieldErrors errors)
    {
        var isFirst = count == 0;
        VolumeValidation.Source("local", spec.Local, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("path", s.Path, e);
            Rules.NoBacksteps("path", s.Path, e);
        });
        if (spec.Local is not null && isFirst && spec.NodeAffinity is null) errors.Required("nodeAffinity", "Local volume requires node affinity");
    }

    private static void Reference(string field, SecretReference? reference, FieldErrors errors)
    {
        if (reference is null) return;
        using var _ = errors.At(field);
        if (reference.Name.Length == 0) errors.Required("name");
        else errors.InvalidEach("name", reference.Name, Names.DnsSubdomain(reference.Name));
        if (reference.Namespace.Length == 0) errors.Required("namespace");
        else errors.InvalidEach("namespace", reference.Namespace, Names.DnsLabel(reference.Namespace));
    }

    private static void Secret(string field, string? name, string? space, FieldErrors errors)
    {
        if (name is "") errors.Required($"{field}.name");
        if (space is "") errors.Required($"{field}.namespace");
    }
}
