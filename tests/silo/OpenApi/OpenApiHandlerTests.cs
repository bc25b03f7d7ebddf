using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.OpenApi;
using Orleans.Kube.Silo.Requests;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.OpenApi;

public sealed class OpenApiHandlerTests
{
    private readonly OpenApiDocuments _documents = new(ResourceRegistry.BuiltIn, "1.33");

    [Fact]
    public async Task A_document_named_with_its_hash_may_be_kept_for_good()
    {
        var response = await GetAsync("/openapi/v3/api/v1", $"?hash={_documents.Find("api/v1")!.Hash}");

        response.StatusCode.ShouldBe(200);
        response.Headers.CacheControl.ToString().ShouldBe("public, immutable");
        response.Headers.ETag.ToString().ShouldBe(_documents.Find("api/v1")!.ETag);
        response.Headers.Expires.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_outdated_hash_leads_to_the_present_document()
    {
        var response = await GetAsync("/openapi/v3/api/v1", "?hash=ABC");

        response.StatusCode.ShouldBe(301);
        response.Headers.Location.ToString().ShouldBe($"/openapi/v3/api/v1?hash={_documents.Find("api/v1")!.Hash}");
    }

    [Fact]
    public async Task Who_has_the_document_is_not_sent_it_again()
    {
        var response = await GetAsync("/openapi/v2", "", ("If-None-Match", _documents.Swagger.ETag));

        response.StatusCode.ShouldBe(304);
        response.Body.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Documents_are_compressed_for_those_who_can_undo_it()
    {
        var response = await GetAsync("/openapi/v3/apis/apps/v1", "", ("Accept-Encoding", "gzip"));

        response.Headers.ContentEncoding.ToString().ShouldBe("gzip");
        response.Body.Position = 0;
        using var plain = new MemoryStream();
        await using (var gzip = new GZipStream(response.Body, CompressionMode.Decompress)) await gzip.CopyToAsync(plain, TestContext.Current.CancellationToken);
        plain.ToArray().ShouldBe(_documents.Find("apis/apps/v1")!.Body);
    }

    [Theory]
    [InlineData("application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")]
    [InlineData("application/json", "application/json")]
    [InlineData("", "application/json")]
    public async Task Swagger_is_protobuf_to_kubectl_and_json_to_others(string accept, string contentType) =>
        (await GetAsync("/openapi/v2", "", ("Accept", accept))).ContentType.ShouldBe(contentType);

    [Fact]
    public async Task The_protobuf_form_of_v3_is_refused_so_that_clients_ask_for_json() =>
        (await Should.ThrowAsync<StatusException>(() => GetAsync("/openapi/v3/api/v1", "", ("Accept", "application/com.github.proto-openapi.spec.v3@v1.0+protobuf")))).Code.ShouldBe(406);

    [Theory]
    [InlineData("/openapi")]
    [InlineData("/openapi/v3/apis/apps/v9")]
    public async Task Other_paths_are_not_found(string path) => (await GetAsync(path, "")).StatusCode.ShouldBe(404);

    private async Task<HttpResponse> GetAsync(string path, string query, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = ("GET", path, new QueryString(query));
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        await new OpenApiHandler(() => _documents, static _ => Task.FromResult<IReadOnlyList<(string, string)>>([]), static (own, _) => new(own.Swagger2), TimeProvider.System).HandleAsync(new ApiRequest(http, RequestInfoParser.Parse(http.Request)));
        return http.Response;
    }
}
