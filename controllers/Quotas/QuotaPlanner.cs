using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Quotas;

/// <summary>Adds up what a namespace uses of a quota, and says what a new or changed object would be over. Pure.</summary>
public static class QuotaPlanner
{
    // What every container has to state where a quota bounds it.
    private static readonly HashSet<string> Demanded = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    /// <summary>The resources whose objects a quota counts.</summary>
    public static IReadOnlySet<GroupResource> Counted(ResourceQuotaSpec spec) => spec.Hard.Keys.Select(QuotaNames.ResourceOf).OfType<GroupResource>().ToHashSet();

    /// <summary>What these objects use together, for each name that the quota bounds and that means something.</summary>
    /// <param name="spec">The quota.</param>
    /// <param name="objects">The namespace's objects of the <see cref="Counted"/> resources.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyDictionary<string, Quantity> Used(ResourceQuotaSpec spec, IEnumerable<ApiObject> objects, DateTimeOffset now)
    {
        var used = spec.Hard.Where(static bound => QuotaNames.ResourceOf(bound.Key) is not null).ToDictionary(static bound => bound.Key, static _ => Quantity.Zero);
        foreach (var item in objects)
        {
            if (!QuotaScopes.Include(spec, item)) continue;
            foreach (var (name, amount) in QuotaUsage.Of(item, now))
                if (used.TryGetValue(name, out var sum)) used[name] = sum.IsZero ? amount : sum + amount;
        }

        return used;
    }

    /// <summary>The status that the quota should have, or null when it has it. Of resources that are not served it says nothing, or what it said before.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="objects">The namespace's objects of the <see cref="Counted"/> resources.</param>
    /// <param name="isServed">Whether there can be objects of a resource.</param>
    /// <param name="now">The time.</param>
    public static ResourceQuotaStatus? Status(ResourceQuota quota, IEnumerable<ApiObject> objects, Func<GroupResource, bool> isServed, DateTimeOffset now)
    {
        var used = quota.Status.Used.Where(known => quota.Spec.Hard.ContainsKey(known.Key)).ToDictionary();
        foreach (var (name, amount) in Used(quota.Spec, objects, now))
            if (QuotaNames.ResourceOf(name) is { } resource && isServed(resource)) used[name] = amount;
        return Same(quota.Status.Hard, quota.Spec.Hard) && Same(quota.Status.Used, used) ? null : new ResourceQuotaStatus { Hard = quota.Spec.Hard, Used = used };
    }

    /// <summary>What an object leaves unsaid that the quota has to know, or null when it says all.</summary>
    public static string? Incomplete(ResourceQuota quota, ApiObject wanted) =>
        wanted.Key.Resource == Resources.Pods && QuotaScopes.Include(quota.Spec, wanted) && Unstated(quota.Spec, wanted.As<Pod>()) is { } unstated
            ? $"failed quota: {quota.Metadata.Name}: must specify {unstated}"
            : null;

    /// <summary>Why an object may not be written, or null when it may.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="wanted">The object as it would be stored.</param>
    /// <param name="old">The object that is stored, if it is.</param>
    /// <param name="used">What is used without the change.</param>
    /// <param name="now">The time.</param>
    public static string? Refusal(ResourceQuota quota, ApiObject wanted, ApiObject? old, Func<IReadOnlyDictionary<string, Quantity>> used, DateTimeOffset now)
    {
        if (!QuotaScopes.Include(quota.Spec, wanted)) return null;
        if (Incomplete(quota, wanted) is { } incomplete) return incomplete;
        var before = old is not null && QuotaScopes.Include(quota.Spec, old) ? QuotaUsage.Of(old, now) : EmptyMap<Quantity>.Value;
        var more = QuotaUsage.Of(wanted, now).Where(amount => quota.Spec.Hard.ContainsKey(amount.Key))
            .ToDictionary(static amount => amount.Key, amount => amount.Value - before.GetValueOrDefault(amount.Key)).Where(static amount => amount.Value.Sign > 0).ToArray();
        if (more.Length == 0) return null;
        var sums = used();
        var over = more.Where(amount => sums[amount.Key] + amount.Value > quota.Spec.Hard[amount.Key]).OrderBy(static amount => amount.Key, StringComparer.Ordinal).ToArray();
        return over.Length == 0
            ? null
            : $"exceeded quota: {quota.Metadata.Name}, requested: {Text(over, static a => a.Value)}, used: {Text(over, a => sums[a.Key])}, limited: {Text(over, a => quota.Spec.Hard[a.Key])}";
    }

    /// <summary>What containers leave unstated although the quota bounds it, and which: <c>cpu for: a,b; memory for: a</c>.</summary>
    private static string? Unstated(ResourceQuotaSpec spec, Pod pod)
    {
        var missing = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers))
        {
            foreach (var name in spec.Hard.Keys.Where(Demanded.Contains).Except(QuotaUsage.NamesOf(container)))
            {
                if (!missing.TryGetValue(name, out var containers)) missing[name] = containers = new SortedSet<string>(StringComparer.Ordinal);
                containers.Add(container.Name);
            }
        }

        return missing.Count == 0 ? null : string.Join("; ", missing.Select(static entry => $"{entry.Key} for: {string.Join(',', entry.Value)}"));
    }

    private static string Text(IEnumerable<KeyValuePair<string, Quantity>> amounts, Func<KeyValuePair<string, Quantity>, Quantity> value) =>
        string.Join(',', amounts.Select(amount => $"{amount.Key}={value(amount)}"));

    private static bool Same(IReadOnlyDictionary<string, Quantity> left, IReadOnlyDictionary<string, Quantity> right) =>
        left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var other) && other == entry.Value);
}
