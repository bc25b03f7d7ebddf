using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Amounts of node resources: CPU in thousandths of a core, the rest in bytes or pieces. Immutable.</summary>
public readonly record struct Amounts(long MilliCpu, long Memory, long Storage)
{
    private static readonly IReadOnlyDictionary<string, long> None = EmptyMap<long>.Value;
    private readonly IReadOnlyDictionary<string, long>? _others;

    /// <summary>Extended resources and huge pages by name.</summary>
    public IReadOnlyDictionary<string, long> Others { get => _others ?? None; private init => _others = value.Count == 0 ? null : value; }

    public static Amounts operator +(Amounts left, Amounts right) =>
        new(left.MilliCpu + right.MilliCpu, left.Memory + right.Memory, left.Storage + right.Storage) { Others = Combine(left, right, static (a, b) => a + b) };

    public static Amounts operator -(Amounts left, Amounts right) =>
        new(left.MilliCpu - right.MilliCpu, left.Memory - right.Memory, left.Storage - right.Storage) { Others = Combine(left, right, static (a, b) => a - b) };

    public static Amounts Of(IReadOnlyDictionary<string, Quantity> quantities)
    {
        if (quantities.Count == 0) return default;
        var amounts = default(Amounts);
        Dictionary<string, long>? others = null;
        foreach (var (name, quantity) in quantities)
        {
            if (name == ResourceName.Cpu) amounts = amounts with { MilliCpu = quantity.MilliValue };
            else if (name == ResourceName.Memory) amounts = amounts with { Memory = quantity.Value };
            else if (name == ResourceName.EphemeralStorage) amounts = amounts with { Storage = quantity.Value };
            else if (name != ResourceName.Pods) (others ??= [])[name] = quantity.Value;
        }

        return others is null ? amounts : amounts with { Others = others };
    }

    /// <summary>Whether any amount is smaller than it was.</summary>
    public static bool IsLessThan(Amounts now, Amounts before) =>
        now.MilliCpu < before.MilliCpu || now.Memory < before.Memory || now.Storage < before.Storage
        || before.Others.Any(other => now.Others.GetValueOrDefault(other.Key) < other.Value);

    /// <summary>Whether all amounts are the same.</summary>
    public bool Equals(Amounts other) =>
        MilliCpu == other.MilliCpu && Memory == other.Memory && Storage == other.Storage
        && (ReferenceEquals(Others, other.Others) || (Others.Count == other.Others.Count && Others.All(o => other.Others.TryGetValue(o.Key, out var amount) && amount == o.Value)));

    public override int GetHashCode() => HashCode.Combine(MilliCpu, Memory, Storage);

    /// <summary>The larger of each amount.</summary>
    public static Amounts Max(Amounts left, Amounts right) =>
        new(Math.Max(left.MilliCpu, right.MilliCpu), Math.Max(left.Memory, right.Memory), Math.Max(left.Storage, right.Storage))
        {
            Others = Combine(left, right, Math.Max),
        };

    private static IReadOnlyDictionary<string, long> Combine(Amounts left, Amounts right, Func<long, long, long> combine)
    {
        if (left.Others.Count + right.Others.Count == 0) return None;
        var result = new Dictionary<string, long>(left.Others);
        foreach (var (name, _) in right.Others) result.TryAdd(name, 0);
        foreach (var name in result.Keys.ToArray()) result[name] = combine(left.Others.GetValueOrDefault(name), right.Others.GetValueOrDefault(name));
        return result;
    }
}
