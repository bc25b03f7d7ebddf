using System.Globalization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Judges what is asked of a log (PodLogOptions) before the node is asked.</summary>
internal static class LogParameters
{
    /// <exception cref="StatusException">400: a parameter is malformed; 422: parameters make no sense, alone or together.</exception>
    public static void Check(ApiRequest request)
    {
        var errors = new List<FieldError>();
        if (request.Number("tailLines") is < 0 and var lines) errors.Add(FieldError.Invalid("tailLines", lines, "must be greater than or equal to 0"));
        if (request.Number("limitBytes") is < 1 and var bytes) errors.Add(FieldError.Invalid("limitBytes", bytes, "must be greater than 0"));
        var seconds = request.Number("sinceSeconds");
        var since = request.Query("sinceTime") ?? "";
        if (since.Length > 0 && !DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, out _))
            throw Failures.BadRequest($"parsing time {GoText.Quote(since)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {GoText.Quote(since)} as \"2006\"");
        if (seconds is not null && since.Length > 0) errors.Add(FieldError.Forbidden(FieldErrors.Whole, "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        else if (seconds is < 1) errors.Add(FieldError.Invalid("sinceSeconds", seconds, "must be greater than 0"));
        if (errors.Count > 0) throw Failures.Invalid("", "PodLogOptions", request.Info.Name, errors);
    }
}
