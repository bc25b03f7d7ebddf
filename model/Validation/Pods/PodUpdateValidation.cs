using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Validation;

/// <summary>What of a pod may change once it exists.</summary>
internal static class PodUpdateValidation
{
    private const string Fields =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    public static void Validate(PodSpec spec, PodSpec old, FieldErrors errors)
    {
        if (ReferenceEquals(spec, old)) return;
        using var _ = errors.At("spec");
        if (!SameCount("containers", spec.Containers.Count, old.Containers.Count, errors)) return;
        if (!SameCount("initContainers", spec.InitContainers.Count, old.InitContainers.Count, errors)) return;
        if (!Deadline(spec.ActiveDeadlineSeconds, old.ActiveDeadlineSeconds, errors)) return;
        Tolerations(spec.Tolerations, old.Tolerations, errors);
        Gates(spec.SchedulingGates, old.SchedulingGates, errors);
        var kept = WithChangeableOf(spec, old);
        if (old.SchedulingGates.Count > 0) kept = GatedPodUpdates.Validate(kept, old, errors);
        if (!Structural.Equal(kept, old)) errors.Forbidden("", $"pod updates may not change fields other than {Fields}\n{SpecDifference.Of(kept, old)}");
    }

    /// <summary>The new spec with all that may change put back to what it was.</summary>
    private static PodSpec WithChangeableOf(PodSpec spec, PodSpec old) => spec with
    {
        Containers = WithImagesOf(spec.Containers, old.Containers),
        InitContainers = WithImagesOf(spec.InitContainers, old.InitContainers),
        ActiveDeadlineSeconds = old.ActiveDeadlineSeconds,
        Tolerations = old.Tolerations,
        SchedulingGates = old.SchedulingGates,
        TerminationGracePeriodSeconds = old.TerminationGracePeriodSeconds < 0 && spec.TerminationGracePeriodSeconds == 1
            ? old.TerminationGracePeriodSeconds : spec.TerminationGracePeriodSeconds,
    };

    private static Container[] WithImagesOf(IReadOnlyList<Container> containers, IReadOnlyList<Container> old) =>
        [.. containers.Select((c, i) => c.Image == old[i].Image ? c : c with { Image = old[i].Image })];

    private static bool SameCount(string field, int count, int old, FieldErrors errors)
    {
        if (count == old) return true;
        errors.Forbidden(field, "pod updates may not add or remove containers");
        return false;
    }

    private static bool Deadline(long? seconds, long? old, FieldErrors errors)
    {
        const string Field = "activeDeadlineSeconds";
        var before = errors.Count;
        if (seconds is < 0 or > int.MaxValue) errors.Invalid(Field, seconds, Rules.Between(0, int.MaxValue));
        else if (seconds > old) errors.Invalid(Field, seconds, "must be less than or equal to previous value");
        else if (seconds is null && old is not null) errors.Invalid(Field, null, "must not update from a positive integer to nil value");
        return errors.Count == before;
    }

    private static void Tolerations(IReadOnlyList<Toleration> tolerations, IReadOnlyList<Toleration> old, FieldErrors errors)
    {
        foreach (var known in old)
            if (!tolerations.Any(t => t with { TolerationSeconds = known.TolerationSeconds } == known))
            {
                errors.Forbidden("tolerations", "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
    }

    private static void Gates(IReadOnlyList<PodSchedulingGate> gates, IReadOnlyList<PodSchedulingGate> old, FieldErrors errors)
    {
        foreach (var (i, gate) in gates.Index())
            if (!old.Contains(gate)) errors.Forbidden($"schedulingGates[{i}].name", $"only deletion is allowed, but found new scheduling gate '{gate.Name}'");
    }
}
