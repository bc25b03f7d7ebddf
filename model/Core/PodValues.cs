namespace Orleans.Kube.Model.Core;

/// <summary>The values of HostPathType.</summary>
[Closed]
public static class HostPathType
{
    public const string Unset = "";
    public const string DirectoryOrCreate = "DirectoryOrCreate";
    public const string Directory = "Directory";
    public const string FileOrCreate = "FileOrCreate";
    public const string File = "File";
    public const string Socket = "Socket";
    public const string CharDevice = "CharDevice";
    public const string BlockDevice = "BlockDevice";
}

/// <summary>The values of StorageMedium.</summary>
public static class StorageMedium
{
    public const string Memory = "Memory";
    public const string HugePages = "HugePages";
    public const string HugePagesPrefix = "HugePages-";
}

/// <summary>The values of MountPropagationMode.</summary>
[Closed]
public static class MountPropagationMode
{
    public const string None = "None";
    public const string HostToContainer = "HostToContainer";
    public const string Bidirectional = "Bidirectional";
}

/// <summary>The values of RecursiveReadOnlyMode.</summary>
public static class RecursiveReadOnlyMode
{
    public const string Disabled = "Disabled";
    public const string IfPossible = "IfPossible";
    public const string Enabled = "Enabled";
}

/// <summary>The values of URIScheme.</summary>
[Closed]
public static class URIScheme
{
    public const string HTTP = "HTTP";
    public const string HTTPS = "HTTPS";
}

/// <summary>The values of PullPolicy.</summary>
[Closed]
public static class PullPolicy
{
    public const string Always = "Always";
    public const string Never = "Never";
    public const string IfNotPresent = "IfNotPresent";
}

/// <summary>The values of ResourceResizeRestartPolicy.</summary>
public static class ResourceResizeRestartPolicy
{
    public const string NotRequired = "NotRequired";
    public const string RestartContainer = "RestartContainer";
}

/// <summary>The values of PreemptionPolicy.</summary>
[Closed]
public static class PreemptionPolicy
{
    public const string PreemptLowerPriority = "PreemptLowerPriority";
    public const string Never = "Never";
}

/// <summary>The values of TerminationMessagePolicy.</summary>
[Closed]
public static class TerminationMessagePolicy
{
    public const string File = "File";
    public const string FallbackToLogsOnError = "FallbackToLogsOnError";
}

/// <summary>The values of ResourceHealthStatus.</summary>
public static class ResourceHealthStatus
{
    public const string Healthy = "Healthy";
    public const string Unhealthy = "Unhealthy";
    public const string Unknown = "Unknown";
}

/// <summary>The values of PodPhase.</summary>
[Closed]
public static class PodPhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Unknown = "Unknown";
}

/// <summary>The values of PodConditionType.</summary>
public static class PodConditionType
{
    public const string ContainersReady = "ContainersReady";
    public const string Initialized = "Initialized";
    public const string Ready = "Ready";
    public const string PodScheduled = "PodScheduled";
    public const string DisruptionTarget = "DisruptionTarget";
    public const string PodReadyToStartContainers = "PodReadyToStartContainers";
    public const string PodResizePending = "PodResizePending";
    public const string PodResizeInProgress = "PodResizeInProgress";
}

/// <summary>The values of PodResizeStatus.</summary>
public static class PodResizeStatus
{
    public const string InProgress = "InProgress";
    public const string Deferred = "Deferred";
    public const string Infeasible = "Infeasible";
}

/// <summary>The values of RestartPolicy.</summary>
[Closed]
public static class RestartPolicy
{
    public const string Always = "Always";
    public const string OnFailure = "OnFailure";
    public const string Never = "Never";
}

/// <summary>The values of ContainerRestartPolicy.</summary>
public static class ContainerRestartPolicy
{
    public const string Always = "Always";
}

/// <summary>The values of DNSPolicy.</summary>
[Closed]
public static class DNSPolicy
{
    public const string ClusterFirstWithHostNet = "ClusterFirstWithHostNet";
    public const string ClusterFirst = "ClusterFirst";
    public const string Default = "Default";
    public const string None = "None";
}

/// <summary>The values of NodeSelectorOperator.</summary>
[Closed]
public static class NodeSelectorOperator
{
    public const string In = "In";
    public const string NotIn = "NotIn";
    public const string Exists = "Exists";
    public const string DoesNotExist = "DoesNotExist";
    public const string Gt = "Gt";
    public const string Lt = "Lt";
}

/// <summary>The values of TaintEffect.</summary>
[Closed]
public static class TaintEffect
{
    public const string NoSchedule = "NoSchedule";
    public const string PreferNoSchedule = "PreferNoSchedule";
    public const string NoExecute = "NoExecute";
}

/// <summary>The values of TolerationOperator.</summary>
[Closed]
public static class TolerationOperator
{
    public const string Exists = "Exists";
    public const string Equal = "Equal";
}

/// <summary>The values of OSName.</summary>
public static class OSName
{
    public const string Linux = "linux";
    public const string Windows = "windows";
}

/// <summary>The values of UnsatisfiableConstraintAction.</summary>
[Closed]
public static class UnsatisfiableConstraintAction
{
    public const string DoNotSchedule = "DoNotSchedule";
    public const string ScheduleAnyway = "ScheduleAnyway";
}

/// <summary>The values of NodeInclusionPolicy.</summary>
[Closed]
public static class NodeInclusionPolicy
{
    public const string Ignore = "Ignore";
    public const string Honor = "Honor";
}

/// <summary>The values of PodFSGroupChangePolicy.</summary>
[Closed]
public static class PodFSGroupChangePolicy
{
    public const string OnRootMismatch = "OnRootMismatch";
    public const string Always = "Always";
}

/// <summary>The values of SupplementalGroupsPolicy.</summary>
[Closed]
public static class SupplementalGroupsPolicy
{
    public const string Merge = "Merge";
    public const string Strict = "Strict";
}

/// <summary>The values of PodSELinuxChangePolicy.</summary>
public static class PodSELinuxChangePolicy
{
    public const string Recursive = "Recursive";
    public const string MountOption = "MountOption";
}

/// <summary>The values of SeccompProfileType.</summary>
[Closed]
public static class SeccompProfileType
{
    public const string Unconfined = "Unconfined";
    public const string RuntimeDefault = "RuntimeDefault";
    public const string Localhost = "Localhost";
}

/// <summary>The values of AppArmorProfileType.</summary>
[Closed]
public static class AppArmorProfileType
{
    public const string Unconfined = "Unconfined";
    public const string RuntimeDefault = "RuntimeDefault";
    public const string Localhost = "Localhost";
}

/// <summary>The values of PodQOSClass.</summary>
[Closed]
public static class PodQOSClass
{
    public const string Guaranteed = "Guaranteed";
    public const string Burstable = "Burstable";
    public const string BestEffort = "BestEffort";
}

/// <summary>The values of ProcMountType.</summary>
[Closed]
public static class ProcMountType
{
    public const string Default = "Default";
    public const string Unmasked = "Unmasked";
}
