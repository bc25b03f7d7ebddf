using System.Text.RegularExpressions;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The volume types of storage vendors and protocols, as pods and persistent volumes name them.</summary>
internal static partial class NetworkVolumeValidation
{
    /// <summary>Longest name of a volume and its portal together, where an initiator is named.</summary>
    public const int MaximumPortal = 64;

    public const string PortalMessage = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

    private const int MaximumTenant = 64;
    private const string HostPorts = "must be a host:port pair or multiple pairs separated by commas";

    public static void Nfs(NFSVolumeSource source, FieldErrors errors)
    {
        VolumeValidation.Needs("server", source.Server, errors);
        VolumeValidation.Needs("path", source.Path, errors);
        if (!source.Path.StartsWith('/')) errors.Invalid("path", source.Path, "must be an absolute path");
    }

    public static void Fc(FCVolumeSource source, FieldErrors errors)
    {
        if (source.TargetWWNs.Count == 0 && source.Wwids.Count == 0) errors.Required("targetWWNs", "must specify either targetWWNs or wwids, but not both");
        else if (source.TargetWWNs.Count > 0 && source.Wwids.Count > 0)
            errors.Invalid("targetWWNs", source.TargetWWNs, "targetWWNs and wwids can not be specified simultaneously");
        if (source.TargetWWNs.Count == 0) return;
        if (source.Lun is null) errors.Required("lun", "lun is required if targetWWNs is specified");
        else if (source.Lun is < 0 or > 255) errors.Invalid("lun", source.Lun, Rules.Between(0, 255));
    }

    public static void Iscsi(string portal, string iqn, int lun, string unknown, FieldErrors errors)
    {
        VolumeValidation.Needs("targetPortal", portal, errors);
        if (iqn.Length == 0) errors.Required("iqn");
        else QualifiedName("iqn", iqn, unknown, errors);
        if (lun is < 0 or > 255) errors.Invalid("lun", lun, Rules.Between(0, 255));
    }

    public static void Initiator(string? name, string unknown, FieldErrors errors)
    {
        if (name is not null) QualifiedName("initiatorname", name, unknown, errors);
    }

    public static void GceDisk(GCEPersistentDiskVolumeSource source, FieldErrors errors)
    {
        VolumeValidation.Needs("pdName", source.PdName, errors);
        Partition(source.Partition, errors);
    }

    public static void AwsStore(AWSElasticBlockStoreVolumeSource source, FieldErrors errors)
    {
        VolumeValidation.Needs("volumeID", source.VolumeID, errors);
        Partition(source.Partition, errors);
    }

    public static void Glusterfs(string endpoints, string path, FieldErrors errors)
    {
        VolumeValidation.Needs("endpoints", endpoints, errors);
        VolumeValidation.Needs("path", path, errors);
    }

    public static void Flocker(FlockerVolumeSource source, FieldErrors errors)
    {
        if (source.DatasetName.Length == 0 && source.DatasetUUID.Length == 0) errors.Required("", "one of datasetName and datasetUUID is required");
        if (source.DatasetName.Length > 0 && source.DatasetUUID.Length > 0)
            errors.Invalid("", "resource", "datasetName and datasetUUID can not be specified simultaneously");
        if (source.DatasetName.Contains('/')) errors.Invalid("datasetName", source.DatasetName, "must not contain '/'");
    }

    public static void Rbd(IReadOnlyList<string> monitors, string image, FieldErrors errors)
    {
        Monitors(monitors, errors);
        VolumeValidation.Needs("image", image, errors);
    }

    public static void Monitors(IReadOnlyList<string> monitors, FieldErrors errors)
    {
        if (monitors.Count == 0) errors.Required("monitors");
    }

    public static void Quobyte(QuobyteVolumeSource source, FieldErrors errors)
    {
        if (source.Registry.Length == 0) errors.Required("registry", HostPorts);
        else if (source.Tenant.Length > MaximumTenant) errors.Required("tenant", "must be a UUID and may not exceed a length of 64 characters");
        else
            foreach (var pair in source.Registry.Split(','))
                if (!IsHostPort(pair)) errors.Invalid("registry", source.Registry, HostPorts);
        VolumeValidation.Needs("volume", source.Volume, errors);
    }

    public static void Flex(string driver, IReadOnlyDictionary<string, string> options, FieldErrors errors)
    {
        VolumeValidation.Needs("driver", driver, errors);
        foreach (var (option, _) in options)
        {
            var space = "." + option.Split('/', 2)[0].ToLowerInvariant();
            if (space.EndsWith(".kubernetes.io", StringComparison.Ordinal) || space.EndsWith(".k8s.io", StringComparison.Ordinal))
                errors.Invalid($"options[{option}]", option, "kubernetes.io and k8s.io namespaces are reserved");
        }
    }

    public static void AzureFile(string secret, string share, FieldErrors errors)
    {
        VolumeValidation.Needs("secretName", secret, errors);
        VolumeValidation.Needs("shareName", share, errors);
    }

    public static void AzureDisk(AzureDiskVolumeSource source, FieldErrors errors)
    {
        const string Managed = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
        const string Blob = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
        VolumeValidation.Needs("diskName", source.DiskName, errors);
        VolumeValidation.Needs("diskURI", source.DiskURI, errors);
        Rules.NoneOrOneOf("cachingMode", source.CachingMode, errors, "None", "ReadOnly", "ReadWrite");
        Rules.NoneOrOneOf("kind", source.Kind, errors, "Dedicated", "Managed", "Shared");
        if (source.Kind == "Managed" && !source.DiskURI.StartsWith("/subscriptions/", StringComparison.Ordinal)) errors.NotSupported("diskURI", source.DiskURI, Managed);
        if (source.Kind is not (null or "Managed") && !source.DiskURI.StartsWith("https://", StringComparison.Ordinal)) errors.NotSupported("diskURI", source.DiskURI, Blob);
    }

    public static void StorageOs(string volume, string space, FieldErrors errors)
    {
        if (volume.Length == 0) errors.Required("volumeName");
        else errors.InvalidEach("volumeName", volume, Names.DnsLabel(volume));
        if (space.Length > 0) errors.InvalidEach("volumeNamespace", space, Names.DnsLabel(space));
    }

    public static void ScaleIo(string gateway, string system, string volume, FieldErrors errors)
    {
        VolumeValidation.Needs("gateway", gateway, errors);
        VolumeValidation.Needs("system", system, errors);
        VolumeValidation.Needs("volumeName", volume, errors);
    }

    private static void Partition(int partition, FieldErrors errors)
    {
        if (partition is < 0 or > 255) errors.Invalid("partition", partition, Rules.Between(1, 255));
    }

    private static void QualifiedName(string field, string name, string unknown, FieldErrors errors)
    {
        var pattern = name.StartsWith("iqn", StringComparison.Ordinal) ? IqnPattern() : name.StartsWith("eui", StringComparison.Ordinal) ? EuiPattern()
            : name.StartsWith("naa", StringComparison.Ordinal) ? NaaPattern() : null;
        if (pattern is null) errors.Invalid(field, name, unknown);
        else if (!pattern.IsMatch(name)) errors.Invalid(field, name, "must be valid format");
    }

    /// <summary>A host, a colon and a port, of which either may be empty; colons of a host stand in brackets.</summary>
    private static bool IsHostPort(string pair)
    {
        var colon = pair.LastIndexOf(':');
        if (colon < 0) return false;
        var host = pair.AsSpan(0, colon);
        return host is ['[', .., ']'] || host.IndexOfAny(":[]") < 0;
    }

    [GeneratedRegex(@"iqn\.[0-9]{4}-[0-9]{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$")]
    private static partial Regex IqnPattern();

    [GeneratedRegex("^eui.[A-Za-z0-9]{16}$")]
    private static partial Regex EuiPattern();

    [GeneratedRegex("^naa.[A-Za-z0-9]{32}$")]
    private static partial Regex NaaPattern();
}
