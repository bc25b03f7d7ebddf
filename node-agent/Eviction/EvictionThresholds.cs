namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>The thresholds that settings name, by kubelet's rules for <c>--eviction-hard</c> and its like. Pure.</summary>
public static class EvictionThresholds
{
    // kubelet sets these two by itself, after the disk that containers are on.
    private static readonly string[] Passed = ["containerfs.available", "containerfs.inodesFree"];

    /// <summary>All of them, the most urgent first; of the same those without a time of grace first.</summary>
    /// <exception cref="FormatException">A setting cannot be used; the message says which one and why, in kubelet's words.</exception>
    public static IReadOnlyList<EvictionThreshold> Of(EvictionOptions options)
    {
        foreach (var (signal, grace) in options.SoftGracePeriods) CheckGrace(signal, grace);
        if (options.MaximumPodGrace < TimeSpan.Zero) throw new FormatException($"eviction-max-pod-grace-period must not be negative: {options.MaximumPodGrace.TotalSeconds}");
        var reclaim = options.MinimumReclaim.Where(static m => IsWatched(m.Key)).ToDictionary(static m => m.Key, static m => Reclaim(m.Key, m.Value));
        var all = Amounts(options.Hard).Select(static h => new EvictionThreshold(h.Signal, h.Amount, TimeSpan.Zero))
            .Concat(Amounts(options.Soft).Select(s => new EvictionThreshold(s.Signal, s.Amount, Grace(s.Signal, options))));
        return [.. all.Select(t => reclaim.TryGetValue(t.Signal, out var more) ? t with { MinimumReclaim = more } : t).OrderBy(static t => Urgency(t.Signal)).ThenBy(static t => !t.IsHard)];
    }

    /// <summary>The same with a bound for the memory of pods, where some of the machine's is set aside for others: what the machine needs at once is theirs to leave, too.</summary>
    public static IReadOnlyList<EvictionThreshold> WithPodsMemory(IReadOnlyList<EvictionThreshold> thresholds)
    {
        var own = thresholds.Where(static t => t is { Signal: EvictionSignal.Memory, IsHard: true }).Select(static t => t with { Signal = EvictionSignal.PodsMemory });
        return [.. thresholds.Where(static t => t.Signal == EvictionSignal.Memory), .. own, .. thresholds.Where(static t => t.Signal != EvictionSignal.Memory)];
    }

    /// <summary>Reads <c>memory.available&lt;100Mi,nodefs.available&lt;10%</c>, or with another sign between name and value.</summary>
    /// <exception cref="FormatException">Something is no such pair.</exception>
    public static IReadOnlyDictionary<string, string> Pairs(string text, char between)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(between, 2, StringSplitOptions.TrimEntries) is not [var name, var value]) throw new FormatException($"malformed pair, expect string{between}string");
            found[name] = value;
        }

        return found;
    }

    private static IEnumerable<(string Signal, EvictionAmount Amount)> Amounts(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (signal, text) in settings)
        {
            // All and nothing are kubelet's way to name a threshold that is none.
            if (!IsWatched(signal) || text is "0%" or "100%") continue;
            var amount = Amount(signal, text);
            if (amount.Fixed is { Sign: <= 0 } quantity) throw new FormatException($"eviction threshold {signal} must be positive: {quantity}");
            if (amount.Share < 0) throw new FormatException($"eviction percentage threshold {signal} must be >= 0%: {text}");
            if (amount.Share > 1) throw new FormatException($"eviction percentage threshold {signal} must be <= 100%: {text}");
            yield return (signal, amount);
        }
    }

    private static EvictionAmount Reclaim(string signal, string text)
    {
        var amount = Amount(signal, text);
        if (amount.Fixed is { Sign: < 0 }) throw new FormatException($"negative eviction minimum reclaim specified for {signal}");
        return amount.Fixed is null && amount.Share <= 0 ? throw new FormatException($"eviction percentage minimum reclaim {signal} must be positive: {text}") : amount;
    }

    private static EvictionAmount Amount(string signal, string text)
    {
        try
        {
            return EvictionAmount.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"eviction threshold {signal}: {e.Message}", e);
        }
    }

    private static TimeSpan Grace(string signal, EvictionOptions options) =>
        options.SoftGracePeriods.TryGetValue(signal, out var grace) ? grace : throw new FormatException($"grace period must be specified for the soft eviction threshold {signal}");

    private static void CheckGrace(string signal, TimeSpan grace)
    {
        IsWatched(signal);
        if (grace < TimeSpan.Zero) throw new FormatException($"invalid eviction grace period specified: {Model.GoDuration.Format(grace)}, must be a positive value");
    }

    /// <exception cref="FormatException">There is no such signal.</exception>
    private static bool IsWatched(string signal) =>
        EvictionSignal.All.Contains(signal) || (Passed.Contains(signal) ? false : throw new FormatException($"unsupported eviction signal {signal}"));

    private static int Urgency(string signal) => EvictionSignal.All.TakeWhile(s => s != signal).Count();
}
