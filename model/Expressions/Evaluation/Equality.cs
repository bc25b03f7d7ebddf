using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>How values compare: numbers by what they are worth, lists and maps by what they hold, values of different types never equal.</summary>
internal static class Equality
{
    public static bool Equal(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (long or ulong or double, long or ulong or double) => Compare(left, right) == 0,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (CelList a, IReadOnlyList<object?> b) => a.Same(b),
        (IReadOnlyList<object?> a, CelList b) => b.Same(a),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Count == b.Count && a.Zip(b).All(static p => Equal(p.First, p.Second)),
        (CelMap a, CelMap b) => a.Count == b.Count && a.Keys.All(k => a.TryGet(k, out var one) && b.TryGet(k, out var other) && Equal(one, other)),
        (CelOptional a, CelOptional b) => a.HasValue == b.HasValue && Equal(a.Value, b.Value),
        (CelType a, CelType b) => a.Kind == b.Kind && a.Name == b.Name,
        _ => left.Equals(right),
    };

    /// <summary>The order of two values of the same type, or of two numbers; null where there is none.</summary>
    public static int? Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => Ordered(a, b),
        (double a, ulong b) => Ordered(a, b),
        (double a, long b) => Ordered(a, b),
        (ulong a, double b) => Ordered(a, b),
        (long a, double b) => Ordered(a, b),
        (ulong a, ulong b) => a.CompareTo(b),
        (long a, ulong b) => ((Int128)a).CompareTo(b),
        (ulong a, long b) => ((Int128)a).CompareTo(b),
        (string a, string b) => Math.Sign(string.CompareOrdinal(a, b)),
        (bool a, bool b) => a.CompareTo(b),
        (byte[] a, byte[] b) => Math.Sign(a.AsSpan().SequenceCompareTo(b)),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        _ => null,
    };

    private static int? Ordered(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);
}
