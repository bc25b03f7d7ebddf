using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.FlowControl;

/// <summary>The flow schemas whose levels are there, in the order in which requests are held against them.</summary>
internal sealed class FlowIndex(IEnumerable<FlowSchema> schemas, IReadOnlyDictionary<string, PriorityLevel> levels)
{
    private readonly (FlowSchema Schema, PriorityLevel Level)[] _schemas =
    [
        .. schemas.Where(s => levels.ContainsKey(s.Spec.PriorityLevelConfiguration.Name))
            .OrderBy(static s => s.Spec.MatchingPrecedence).ThenBy(static s => s.Metadata.Name, StringComparer.Ordinal)
            .Select(s => (s, levels[s.Spec.PriorityLevelConfiguration.Name])),
    ];

    /// <summary>The first schema that is for the request, with its level, or null.</summary>
    public (FlowSchema Schema, PriorityLevel Level)? Find(UserInfo user, RequestInfo info)
    {
        foreach (var entry in _schemas)
            if (FlowMatch.Covers(entry.Schema, user, info)) return entry;
        return null;
    }
}
