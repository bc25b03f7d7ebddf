using System.Globalization;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>
/// What was recorded lately: repetitions raise the count of the event that is there, and a component that never stops about one object is
/// held to a budget. Not safe for two threads at once.
/// </summary>
internal sealed class EventMemory(EventOptions options)
{
    private readonly Dictionary<(string Regarding, string Component, PlannedEvent Event), RememberedEvent> _recent = [];
    private readonly Dictionary<(string Regarding, string Component), EventBudget> _budgets = [];
    private long _lastStamp;

    /// <summary>The event to write for what was seen, or null when its budget is used up.</summary>
    public RememberedEvent? Note(EventSeen seen)
    {
        var subject = $"{seen.Regarding.Kind}/{seen.Regarding.Namespace}/{seen.Regarding.Name}/{seen.Regarding.Uid}";
        if (!Allow((subject, seen.Component), seen.At)) return null;
        var key = (subject, seen.Component, seen.Event with { Regarding = null });
        if (_recent.TryGetValue(key, out var known) && seen.At - known.Content.LastTimestamp < options.RepetitionSpan)
        {
            known.Content = known.Content with { Count = known.Content.Count + 1, LastTimestamp = Whole(seen.At) };
            return known;
        }

        if (_recent.Count >= options.Remembered) _recent.Clear();
        return _recent[key] = new RememberedEvent(First(seen));
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private bool Allow((string, string) key, DateTimeOffset now)
    {
        if (_budgets.Count >= options.Remembered && !_budgets.ContainsKey(key)) _budgets.Clear();
        if (!_budgets.TryGetValue(key, out var budget)) budget = new EventBudget(options.Burst, now);
        var allowed = budget.TryTake(now, options);
        _budgets[key] = budget;
        return allowed;
    }

    private Event First(EventSeen seen)
    {
        // Nanoseconds since 1970, as Kubernetes names events; one more where two fall on the same tick.
        _lastStamp = Math.Max((seen.At - DateTimeOffset.UnixEpoch).Ticks * 100, _lastStamp + 1);
        return new Event
        {
            ApiVersion = "v1",
            Kind = "Event",
            Metadata = new ObjectMeta
            {
                Name = $"{seen.Regarding.Name}.{_lastStamp.ToString("x", CultureInfo.InvariantCulture)}",
                Namespace = seen.Regarding.Namespace.Length > 0 ? seen.Regarding.Namespace : "default",
            },
            InvolvedObject = seen.Regarding,
            Type = seen.Event.Type,
            Reason = seen.Event.Reason,
            Message = seen.Event.Message,
            Source = new EventSource { Component = seen.Component },
            ReportingComponent = seen.Component,
            FirstTimestamp = Whole(seen.At),
            LastTimestamp = Whole(seen.At),
            Count = 1,
        };
    }
}
