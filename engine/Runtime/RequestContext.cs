using Orleans.Kube.Engine;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call, and with the calls made while it runs. What a grain sets does not travel back to its caller.</summary>
public static partial class RequestContext
{
    private static readonly AsyncLocal<CallContext?> Flowing = new();

    /// <summary>The call chain whose calls may enter a grain that opened a section for it and waits; empty where none may.</summary>
    public static Guid ReentrancyId
    {
        get => Flowing.Value?.ReentrancyId ?? Guid.Empty;
        set => Current = (Current ?? CallContext.Empty) with { ReentrancyId = value };
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => (Current ?? CallContext.Empty).Values.Keys;

    /// <summary>The values with their names.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => (Current ?? CallContext.Empty).Values;

    internal static CallContext? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value is null || value.IsEmpty ? null : value;
    }

    /// <summary>The value of that name, or null.</summary>
    public static object? Get(string key) => Current?.Values.GetValueOrDefault(key);

    /// <summary>Sets a value for the calls made from here on. It should be immutable: calls see the same object.</summary>
    public static void Set(string key, object value)
    {
        var context = Current ?? CallContext.Empty;
        Current = context with { Values = context.Values.SetItem(key, value) };
    }

    /// <summary>Removes a value; false where there was none.</summary>
    public static bool Remove(string key)
    {
        if (Current is not { } context || !context.Values.ContainsKey(key))
        {
            return false;
        }

        Current = context with { Values = context.Values.Remove(key) };
        return true;
    }

    /// <summary>Removes every value.</summary>
    public static void Clear() => Current = null;

    /// <summary>Until disposed, calls made from here, and the calls they lead to, may enter this grain although it waits.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var before = ReentrancyId;
        return Enter(before, before == Guid.Empty ? Guid.NewGuid() : before);
    }

    /// <summary>Until disposed, calls made from here may enter no grain that waits.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => Enter(ReentrancyId, Guid.Empty);

    private static ReentrancySection Enter(Guid before, Guid now)
    {
        ReentrancyId = now;
        var owner = now == Guid.Empty ? null : Activation.Current;
        owner?.OpenSection(now);
        return new(before, now) { Owner = owner };
    }
}
