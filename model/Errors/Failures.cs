using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Errors;

/// <summary>Kubernetes' failures with its messages, reasons and codes (k8s.io/apimachinery/pkg/api/errors).</summary>
public static class Failures
{
    public static StatusException NotFound(GroupResource resource, string name) =>
        Make(404, StatusReason.NotFound, $"{resource} \"{name}\" not found", Details(resource, name));

    /// <summary>The path leads to no resource that is served.</summary>
    public static StatusException PathNotFound() =>
        Make(404, StatusReason.NotFound, "the server could not find the requested resource", new StatusDetails());

    public static StatusException AlreadyExists(GroupResource resource, string name) =>
        Make(409, StatusReason.AlreadyExists, $"{resource} \"{name}\" already exists", Details(resource, name));

    public static StatusException Conflict(GroupResource resource, string name, string why) =>
        Make(409, StatusReason.Conflict, $"Operation cannot be fulfilled on {resource} \"{name}\": {why}", Details(resource, name));

    /// <summary>A server-side apply would change fields that others own; a cause for each.</summary>
    public static StatusException ApplyConflict(string message, IReadOnlyList<StatusCause> causes) =>
        Make(409, StatusReason.Conflict, message, new StatusDetails { Causes = causes });

    /// <summary>The write named a resourceVersion that is no longer the latest.</summary>
    public static StatusException Stale(GroupResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static StatusException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors) =>
        Make(422, StatusReason.Invalid, $"{(group.Length == 0 ? kind : $"{kind}.{group}")} \"{name}\" is invalid: {FieldError.Join(errors)}", new StatusDetails
        {
            Name = name, Group = group, Kind = kind,
            Causes = [.. errors.Select(e => new StatusCause { Reason = e.Reason, Message = e.Body, Field = e.Field })],
        });

    /// <summary>A patch that is well-formed but does not apply to the object.</summary>
    public static StatusException Unprocessable() =>
        Make(422, StatusReason.Invalid, "the server rejected our request due to an error in our request", new StatusDetails());

    public static StatusException BadRequest(string message) => Make(400, StatusReason.BadRequest, message, null);

    /// <summary>What was sent, or a patch made, has no name.</summary>
    public static StatusException NameUndeterminable(string name) =>
        BadRequest($"the name of the object ({name} based on URL) was undeterminable: name must be provided");

    public static StatusException Unauthorized() => Make(401, StatusReason.Unauthorized, "Unauthorized", null);

    public static StatusException Forbidden(GroupResource resource, string name, string why) =>
        Make(403, StatusReason.Forbidden, name.Length == 0 ? $"{resource} is forbidden: {why}" : $"{resource} \"{name}\" is forbidden: {why}", Details(resource, name));

    /// <summary>A path that is no resource is not open to this user.</summary>
    public static StatusException ForbiddenPath(string why) => Make(403, StatusReason.Forbidden, $"forbidden: {why}", new StatusDetails());

    /// <summary>The path is served, but not with this method.</summary>
    public static StatusException MethodNotAllowed() =>
        Make(405, StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource", new StatusDetails());

    /// <summary>A custom resource has no such verb; those that are built in say <see cref="MethodNotAllowed"/>.</summary>
    public static StatusException NotSupported(GroupResource resource, string verb) =>
        Make(405, StatusReason.MethodNotAllowed, $"{verb} is not supported on resources of kind \"{resource}\"", Details(resource, ""));

    public static StatusException NotAcceptable(string accepted) =>
        Make(406, StatusReason.NotAcceptable, $"only the following media types are accepted: {accepted}", null);

    /// <summary>The path itself makes no answer in a form that the client accepts.</summary>
    public static StatusException FormNotMade(string message) => Make(406, StatusReason.NotAcceptable, message, new StatusDetails());

    /// <summary>The path itself takes no body of the kind.</summary>
    public static StatusException MediaTypeNotTaken(string message) => Make(415, StatusReason.UnsupportedMediaType, message, new StatusDetails());

    /// <summary>There is an answer, but not in the form that is wanted.</summary>
    public static StatusException NotInForm(string why) => Make(406, StatusReason.NotAcceptable, why, null);

    public static StatusException UnsupportedMediaType(string accepted) =>
        Make(415, StatusReason.UnsupportedMediaType, $"the body of the request was in an unknown format - accepted media types include: {accepted}", null);

    public static StatusException RequestEntityTooLarge(string message) => Make(413, StatusReason.RequestEntityTooLarge, message, null);

    /// <summary>The history asked for is gone; the client lists again.</summary>
    public static StatusException Expired(string message) => Make(410, StatusReason.Expired, message, null);

    public static StatusException TooManyRequests(string message, int retryAfterSeconds) =>
        Make(429, StatusReason.TooManyRequests, message, new StatusDetails { RetryAfterSeconds = retryAfterSeconds });

    public static StatusException Timeout(string message, int retryAfterSeconds) =>
        Make(504, StatusReason.Timeout, message, new StatusDetails { RetryAfterSeconds = retryAfterSeconds });

    public static StatusException ServiceUnavailable(string message) => Make(503, StatusReason.ServiceUnavailable, message, null);

    public static StatusException Internal(string message) =>
        Make(500, StatusReason.InternalError, $"Internal error occurred: {message}", new StatusDetails { Causes = [new StatusCause { Message = message }] });

    private static StatusDetails Details(GroupResource resource, string name) => new() { Name = name, Group = resource.Group, Kind = resource.Resource };

    private static StatusException Make(int code, string reason, string message, StatusDetails? details) => new(new Status
    {
        ApiVersion = "v1", Kind = "Status", StatusValue = "Failure", Message = message, Reason = reason, Details = details, Code = code,
    });
}
