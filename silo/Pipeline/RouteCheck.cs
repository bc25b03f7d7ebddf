using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>What a request must be for its path to take it, whoever answers it: of a method, a media type and for a form that there are. So nothing is done whose result could not be told.</summary>
public static class RouteCheck
{
    private const string PatchTypes = "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml";
    private const string Streams = ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

    /// <exception cref="StatusException">405, 406, 415; 400: a connection cannot be tried only.</exception>
    public static void Require(ApiRequest request)
    {
        var (http, info) = (request.Http.Request, request.Info);
        if (info.Subresource is "exec" or "attach" or "portforward" or "proxy")
        {
            RequireConnect(request);
            return;
        }

        if (http.Method is "HEAD" || (info.Verb == "watch" && SocketConnect.MethodOf(http) != "GET")) throw Failures.MethodNotAllowed();
        if (request.Definition is not CustomObjectDefinition) RequireMedia(http, info);
        if (info.Verb is not ("list" or "watch")) ContentNegotiation.ForObjects(http);
    }

    private static void RequireConnect(ApiRequest request)
    {
        var method = request.Http.Request.Method;
        var isKnown = method is "GET" or "POST" || (request.Info.Subresource == "proxy" && method is "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS");
        if (!isKnown && SocketConnect.Of(request.Http) is null) throw Failures.MethodNotAllowed();
        if (request.Query("dryRun") is not null) throw Failures.BadRequest("dryRun is not supported");
    }

    /// <summary>Refuses clients that accept none of some media types.</summary>
    /// <param name="http">The request.</param>
    /// <param name="produced">The types, with a comma and a blank between them.</param>
    /// <exception cref="StatusException">406.</exception>
    public static void RequireForm(HttpRequest http, string produced)
    {
        var accept = http.Headers.Accept.ToString();
        if (accept.Length > 0 && !Names(accept, produced)) throw Failures.FormNotMade($"406: Not Acceptable\n\nAvailable representations: {produced}");
    }

    private static void RequireMedia(HttpRequest http, RequestInfo info)
    {
        var takesBody = info.Verb != "patch" || Names(http.ContentType ?? "", PatchTypes);
        if (!takesBody && http.ContentLength > 0) throw Failures.MediaTypeNotTaken("415: Unsupported Media Type");
        var produced = takesBody ? Produced(info) : "";
        var accept = http.Headers.Accept.ToString();
        if (takesBody && (accept.Length == 0 || Names(accept, produced))) return;
        var available = $"Available representations: {produced}";
        throw info.Verb is "create" or "update" or "patch" && http.ContentLength is null
            ? Failures.MediaTypeNotTaken($"415: Unsupported Media Type\n\n{available}")
            : Failures.FormNotMade($"406: Not Acceptable\n\n{available}");
    }

    private static string Produced(RequestInfo info) => info switch
    {
        { Verb: "list" or "watch" } => ContentNegotiation.Spoken + Streams,
        { Subresource: "log" } => "text/plain, " + ContentNegotiation.Spoken,
        _ => ContentNegotiation.Spoken,
    };

    /// <summary>Whether one of the media types of a header is among those listed, or any is. Neither weights nor partial wildcards count here.</summary>
    private static bool Names(string header, string listed)
    {
        foreach (var part in header.Split(','))
        {
            var semicolon = part.IndexOf(';');
            var type = (semicolon < 0 ? part : part[..semicolon]).Trim(' ');
            if (type == "*/*" && listed != PatchTypes) return true;
            if (type.Length > 0 && listed.Split(", ").Contains(type, StringComparer.Ordinal)) return true;
        }

        return false;
    }
}
