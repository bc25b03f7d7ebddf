using System.Globalization;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Limits;

/// <summary>What a LimitRange gives to containers that ask for nothing, and what it refuses (https://kubernetes.io/docs/concepts/policy/limit-range/). Pure.</summary>
public static class LimitRangeRules
{
    /// <summary>Where a pod says what it was given.</summary>
    public const string Annotation = "kubernetes.io/limit-ranger";

    /// <summary>Gives the containers of a pod the requests and limits that they lack.</summary>
    public static Pod Complete(Pod pod, LimitRangeSpec spec)
    {
        var (requests, limits) = (Defaults(spec, static item => item.DefaultRequest), Defaults(spec, static item => item.Default));
        if (requests.Count + limits.Count == 0) return pod;
        var notes = new List<string>();
        Container[] containers = [.. pod.Spec.Containers.Select(c => Complete(c, "container", requests, limits, notes))];
        Container[] initContainers = [.. pod.Spec.InitContainers.Select(c => Complete(c, "init container", requests, limits, notes))];
        if (notes.Count == 0) return pod;
        return pod with
        {
            Metadata = pod.Metadata with
            {
                Annotations = new Dictionary<string, string>(pod.Metadata.Annotations) { [Annotation] = $"LimitRanger plugin set: {string.Join("; ", notes)}" },
            },
            Spec = pod.Spec with { Containers = containers, InitContainers = initContainers },
        };
    }

    /// <summary>What speaks against a pod.</summary>
    public static IEnumerable<string> Objections(Pod pod, LimitRangeSpec spec)
    {
        foreach (var item in spec.Limits)
        {
            if (item.Type == LimitType.Container)
            {
                foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers))
                    foreach (var objection in Objections(item, container.Resources.Requests, container.Resources.Limits)) yield return objection;
            }
            else if (item.Type == LimitType.Pod)
            {
                var requests = Quantities(pod, PodRequests.Of(pod), static c => c.Resources.Requests);
                var limits = Quantities(pod, PodRequests.LimitsOf(pod), static c => c.Resources.Limits);
                foreach (var objection in Objections(item, requests, limits)) yield return objection;
            }
        }
    }

    /// <summary>What speaks against a claim.</summary>
    public static IEnumerable<string> Objections(PersistentVolumeClaim claim, LimitRangeSpec spec)
    {
        foreach (var item in spec.Limits.Where(static i => i.Type == LimitType.PersistentVolumeClaim))
        {
            // A claim has no limits: its request is measured at both ends.
            foreach (var (name, least) in item.Min)
                if (Minimum(item.Type, name, least, claim.Spec.Resources.Requests, EmptyMap<Quantity>.Value) is { } objection) yield return objection;
            foreach (var (name, most) in item.Max)
                if (claim.Spec.Resources.Requests.TryGetValue(name, out var request) && request > most) yield return $"maximum {name} usage per {item.Type} is {most}, but request is {request}";
        }
    }

    private static Dictionary<string, Quantity> Defaults(LimitRangeSpec spec, Func<LimitRangeItem, IReadOnlyDictionary<string, Quantity>> amounts)
    {
        var defaults = new Dictionary<string, Quantity>();
        foreach (var item in spec.Limits.Where(static i => i.Type == LimitType.Container))
            foreach (var (name, amount) in amounts(item)) defaults[name] = amount;
        return defaults;
    }

    private static Container Complete(
        Container container, string what, Dictionary<string, Quantity> requests, Dictionary<string, Quantity> limits, List<string> notes)
    {
        var given = container.Resources;
        var resources = given with { Requests = With(given.Requests, requests, "request"), Limits = With(given.Limits, limits, "limit") };
        return resources == given ? container : container with { Resources = resources };

        IReadOnlyDictionary<string, Quantity> With(IReadOnlyDictionary<string, Quantity> stated, Dictionary<string, Quantity> defaults, string kind)
        {
            string[] missing = [.. defaults.Keys.Where(name => !stated.ContainsKey(name)).Order(StringComparer.Ordinal)];
            if (missing.Length == 0) return stated;
            notes.Add($"{string.Join(", ", missing)} {kind} for {what} {container.Name}");
            var completed = new Dictionary<string, Quantity>(stated);
            foreach (var name in missing) completed[name] = defaults[name];
            return completed;
        }
    }

    private static IEnumerable<string> Objections(LimitRangeItem item, IReadOnlyDictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> limits)
    {
        foreach (var (name, least) in item.Min)
            if (Minimum(item.Type, name, least, requests, limits) is { } objection) yield return objection;
        foreach (var (name, most) in item.Max)
            if (Maximum(item.Type, name, most, requests, limits) is { } objection) yield return objection;
        foreach (var (name, ratio) in item.MaxLimitRequestRatio)
            if (Ratio(item.Type, name, ratio, requests, limits) is { } objection) yield return objection;
    }

    private static string? Minimum(
        string type, string name, Quantity least, IReadOnlyDictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> limits)
    {
        if (!requests.TryGetValue(name, out var request)) return $"minimum {name} usage per {type} is {least}.  No request is specified";
        if (request < least) return $"minimum {name} usage per {type} is {least}, but request is {request}";
        return limits.TryGetValue(name, out var limit) && limit < least ? $"minimum {name} usage per {type} is {least}, but limit is {limit}" : null;
    }

    private static string? Maximum(
        string type, string name, Quantity most, IReadOnlyDictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> limits)
    {
        if (!limits.TryGetValue(name, out var limit)) return $"maximum {name} usage per {type} is {most}.  No limit is specified";
        if (limit > most) return $"maximum {name} usage per {type} is {most}, but limit is {limit}";
        return requests.TryGetValue(name, out var request) && request > most ? $"maximum {name} usage per {type} is {most}, but request is {request}" : null;
    }

    private static string? Ratio(
        string type, string name, Quantity most, IReadOnlyDictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> limits)
    {
        var asked = $"{name} max limit to request ratio per {type} is {most}, but";
        if (!requests.TryGetValue(name, out var request) || request.IsZero) return $"{asked} no request is specified or request is 0";
        if (!limits.TryGetValue(name, out var limit) || limit.IsZero) return $"{asked} no limit is specified or limit is 0";
        var ratio = (double)limit.MilliValue / request.MilliValue;
        return ratio * 1000 > most.MilliValue ? string.Create(CultureInfo.InvariantCulture, $"{asked} provided ratio is {ratio:F6}") : null;
    }

    /// <summary>A pod's sums of what each of its containers states.</summary>
    private static Dictionary<string, Quantity> Quantities(Pod pod, Amounts sums, Func<Container, IReadOnlyDictionary<string, Quantity>> amounts)
    {
        var all = new Dictionary<string, Quantity>
        {
            [ResourceName.Cpu] = Quantity.OfMilli(sums.MilliCpu),
            [ResourceName.Memory] = Quantity.Of(sums.Memory, QuantityFormat.BinarySI),
            [ResourceName.EphemeralStorage] = Quantity.Of(sums.Storage, QuantityFormat.BinarySI),
        };
        foreach (var (name, amount) in sums.Others) all[name] = Quantity.Of(amount);
        foreach (var name in all.Keys.ToArray())
            if (!pod.Spec.Containers.Any(c => amounts(c).ContainsKey(name)) && !pod.Spec.InitContainers.Any(c => amounts(c).ContainsKey(name))) all.Remove(name);
        return all;
    }
}
