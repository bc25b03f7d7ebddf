using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains;

/// <summary>Something that was seen: what an Event is made of.</summary>
internal sealed record EventSeen(ObjectReference Regarding, PlannedEvent Event, string Component, DateTimeOffset At);
