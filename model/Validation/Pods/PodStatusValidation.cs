using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a pod's status may say (ValidatePodStatusUpdate in k8s.io/kubernetes/pkg/apis/core/validation).</summary>
internal static class PodStatusValidation
{
    private static readonly HashSet<string> SystemConditions = [PodConditionType.PodScheduled, PodConditionType.Ready, PodConditionType.Initialized];

    public static void Validate(Pod value, Pod old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var (status, known) = (value.Status, old.Status);
        for (var i = 0; i < status.Conditions.Count; i++)
            if (!SystemConditions.Contains(status.Conditions[i].Type))
                errors.InvalidEach($"conditions[{i}].Type", status.Conditions[i].Type, LabelRules.QualifiedName(status.Conditions[i].Type));
        if (status.NominatedNodeName.Length > 0 && status.NominatedNodeName != known.NominatedNodeName)
            errors.InvalidEach("nominatedNodeName", status.NominatedNodeName, Names.DnsSubdomain(status.NominatedNodeName));

        errors.Immutable("qosClass", status.QosClass, known.QosClass);
        var policy = old.Spec.RestartPolicy;
        Transitions("containerStatuses", status.ContainerStatuses, known.ContainerStatuses, policy, errors);
        var sidecars = old.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always).Select(static c => c.Name).ToHashSet();
        Transitions("initContainerStatuses", status.InitContainerStatuses, known.InitContainerStatuses, policy, errors, sidecars);
        Transitions("ephemeralContainerStatuses", status.EphemeralContainerStatuses, known.EphemeralContainerStatuses, RestartPolicy.Never, errors);

        Users("containerStatuses", status.ContainerStatuses, errors);
        Users("initContainerStatuses", status.InitContainerStatuses, errors);
        Users("ephemeralContainerStatuses", status.EphemeralContainerStatuses, errors);

        Addresses("podIPs", status.PodIPs, [.. status.PodIPs.Select(static a => a.Ip)], [.. known.PodIPs.Select(static a => a.Ip)], errors);
        if (status.HostIPs.Count == 0) return;
        if (status.HostIP != status.HostIPs[0].Ip) errors.Invalid("hostIPs[0].ip", status.HostIPs[0].Ip, "must be equal to `hostIP`");
        Addresses("hostIPs", status.HostIPs, [.. status.HostIPs.Select(static a => a.Ip)], [.. known.HostIPs.Select(static a => a.Ip)], errors);
    }

    /// <summary>A container that has ended for good does not come back.</summary>
    private static void Transitions(
        string field, IReadOnlyList<ContainerStatus> statuses, IReadOnlyList<ContainerStatus> known, string policy, FieldErrors errors, HashSet<string>? sidecars = null)
    {
        if (policy == RestartPolicy.Always) return;
        for (var i = 0; i < known.Count; i++)
        {
            if (known[i].State.Terminated is not { } ended || (ended.ExitCode != 0 && policy == RestartPolicy.OnFailure) || sidecars?.Contains(known[i].Name) == true) continue;
            foreach (var status in statuses)
                if (status.Name == known[i].Name && status.State.Terminated is null) errors.Forbidden($"{field}[{i}].state", "may not be transitioned to non-terminated state");
        }
    }

    private static void Users(string field, IReadOnlyList<ContainerStatus> statuses, FieldErrors errors)
    {
        for (var i = 0; i < statuses.Count; i++)
        {
            if (statuses[i].User?.Linux is not { } user) continue;
            var at = $"{field}[{i}].user.linux";
            errors.InvalidEach($"{at}.uid", user.Uid, Rules.UserId(user.Uid));
            errors.InvalidEach($"{at}.gid", user.Gid, Rules.UserId(user.Gid));
            for (var g = 0; g < user.SupplementalGroups.Count; g++) errors.InvalidEach($"{at}.supplementalGroups[{g}]", user.SupplementalGroups[g], Rules.UserId(user.SupplementalGroups[g]));
        }
    }

    /// <summary>New addresses are valid ones, and there is one of each family at the most.</summary>
    private static void Addresses(string field, object value, string[] addresses, string[] known, FieldErrors errors)
    {
        for (var i = 0; i < addresses.Length; i++)
            if (!known.Contains(addresses[i])) errors.InvalidEach($"{field}[{i}]", addresses[i], Rules.Ip(addresses[i]));
        if (addresses.Length > 1 && (addresses.Length > 2 || addresses.Count(static a => a.Contains(':', StringComparison.Ordinal)) != 1))
            errors.Invalid(field, value, "may specify no more than one IP for each IP family");
    }
}
