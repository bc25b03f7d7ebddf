using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Requests;

/// <summary>One request on its way through the pipeline: each stage adds what it finds out.</summary>
public sealed class ApiRequest(HttpContext http, RequestInfo info)
{
    private ResourceDefinition? _definition;

    public HttpContext Http { get; } = http;

    public RequestInfo Info { get; } = info;

    /// <summary>Who asks; set by the authentication stage.</summary>
    public UserInfo User { get; set; } = Anonymous;

    /// <summary>The definition of the resource that the path names.</summary>
    /// <exception cref="StatusException">The path names none.</exception>
    public ResourceDefinition Definition
    {
        get => _definition ?? throw Failures.PathNotFound();
        set => _definition = value;
    }

    /// <summary>Whether the path names a resource whose objects are made when they are read.</summary>
    public bool IsComputed => _definition is { Virtual: true };

    /// <summary>The object that the path names.</summary>
    public ObjectKey Key => Definition.Key(Info.Namespace, Info.Name);

    /// <summary>The namespace that a collection is restricted to, or null for all.</summary>
    public string? NamespaceScope => Definition.Namespaced && Info.Namespace.Length > 0 ? Info.Namespace : null;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Cancelled when the time that the client gives the request is over; never where it names none.</summary>
    public CancellationToken GivenUp { get; set; }

    /// <summary>What it occupies at its priority level; null where it needs no seat.</summary>
    public IDisposable? Seats { private get; set; }

    /// <summary>Gives back what it occupies, if it has not yet.</summary>
    public void LeaveSeats()
    {
        var seats = Seats;
        Seats = null;
        seats?.Dispose();
    }

    /// <summary>The first value of a query parameter, or null.</summary>
    public string? Query(string name) =>
        Http.Request.QueryString.HasValue && Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>A flag among the query parameters.</summary>
    public bool Flag(string name) => QueryFlag.IsSet(Query(name));

    /// <summary>A whole number among the query parameters, or null when it is not given.</summary>
    /// <exception cref="StatusException">The value is not a whole number.</exception>
    public long? Number(string name)
    {
        var text = Query(name);
        if (text is null) return null;
        if (GoNumber.Problem(text, isSigned: true) is { } problem) throw Failures.BadRequest($"strconv.ParseInt: parsing {GoText.Quote(text)}: {problem}");
        return long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The user of requests that present no credentials.</summary>
    public static UserInfo Anonymous { get; } = new() { Username = "system:anonymous", Groups = ["system:unauthenticated"] };
}
