using System.Globalization;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Recording;

/// <summary>
/// What a recorder of events saw lately (k8s.io/client-go/tools/record): repetitions raise the count of the event that is there, many that
/// differ in their message alone become one, and a component that never stops about one object is held to a budget. Not safe for two
/// threads at once.
/// </summary>
public sealed class EventCorrelator(EventLimits limits)
{
    private const string Combined = "(combined from similar events): ";

    private readonly Dictionary<Kinship, Similar> _similar = [];
    private readonly Dictionary<(Kinship Kinship, string Path, string Message), Event> _seen = [];
    private readonly Dictionary<Subject, Budget> _budgets = [];
    private long _lastStamp;

    /// <summary>The name of a new event: the object's, and nanoseconds since 1970 as Kubernetes has them; one more where two fall on the same tick.</summary>
    public string NameFor(string regarding, DateTimeOffset at)
    {
        _lastStamp = Math.Max((at - DateTimeOffset.UnixEpoch).Ticks * 100, _lastStamp + 1);
        return $"{regarding}.{_lastStamp.ToString("x", CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// The event to write for one that was seen at <paramref name="at"/>: itself, or with a count above one the earlier event that it repeats
    /// or is similar to. Null when the budget is used up.
    /// </summary>
    public Event? Note(Event seen, DateTimeOffset at)
    {
        var subject = new Subject(seen.Source.Component, seen.Source.Host, seen.InvolvedObject.Kind, seen.InvolvedObject.Namespace, seen.InvolvedObject.Name, seen.InvolvedObject.Uid);
        var kinship = new Kinship(subject, seen.Type, seen.Reason);
        var isOneOfMany = IsOneOfMany(kinship, seen.Message, at);
        if (isOneOfMany) seen = seen with { Message = Combined + seen.Message };
        var key = isOneOfMany ? (kinship, "", "") : (kinship, seen.InvolvedObject.FieldPath, seen.Message);
        if (_seen.TryGetValue(key, out var known)) seen = seen with { Metadata = known.Metadata, FirstTimestamp = known.FirstTimestamp, Count = known.Count + 1 };
        else Bound(_seen);
        _seen[key] = seen;
        return Allows(subject, at) ? seen : null;
    }

    private bool IsOneOfMany(Kinship kinship, string message, DateTimeOffset at)
    {
        if (!_similar.TryGetValue(kinship, out var similar) || at - similar.Last > limits.SimilarSpan)
        {
            Bound(_similar);
            _similar[kinship] = similar = new Similar();
        }

        similar.Last = at;
        if (similar.Messages.Contains(message)) return false;
        if (similar.Messages.Count + 1 >= limits.Similar) return true;
        similar.Messages.Add(message);
        return false;
    }

    private bool Allows(Subject subject, DateTimeOffset at)
    {
        if (!_budgets.TryGetValue(subject, out var budget))
        {
            Bound(_budgets);
            budget = new Budget(limits.Burst, at);
        }

        var tokens = Math.Min(limits.Burst, budget.Tokens + ((at - budget.At) / limits.Refill));
        _budgets[subject] = new Budget(tokens < 1 ? tokens : tokens - 1, at);
        return tokens >= 1;
    }

    private void Bound<TKey, TValue>(Dictionary<TKey, TValue> memory) where TKey : notnull
    {
        if (memory.Count >= limits.Remembered) memory.Clear();
    }

    /// <summary>Who speaks about what.</summary>
    private readonly record struct Subject(string Component, string Host, string Kind, string Namespace, string Name, string Uid);

    /// <summary>Events that differ in their message alone.</summary>
    private readonly record struct Kinship(Subject Subject, string Type, string Reason);

    /// <summary>A bucket of tokens, as full as it was at a time.</summary>
    private readonly record struct Budget(double Tokens, DateTimeOffset At);

    private sealed class Similar
    {
        public HashSet<string> Messages { get; } = [];

        public DateTimeOffset Last { get; set; }
    }
}
