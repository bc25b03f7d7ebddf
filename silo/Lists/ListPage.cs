using Orleans.Kube.Model;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Lists;

/// <summary>The objects of one page and the list's metadata.</summary>
public sealed record ListPage(List<ApiObject> Objects, ListEnvelope Envelope);
