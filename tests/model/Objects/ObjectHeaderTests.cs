using System.Text;

namespace Orleans.Kube.Model.Tests.Objects;

public sealed class ObjectHeaderTests
{
    private static readonly ObjectKey Key = new(new("", "pods"), "default", "web");

    private const string Owner = """{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"u-1","controller":true}""";

    [Fact]
    public void A_state_shares_its_header_with_the_one_before_when_they_are_alike()
    {
        var before = Stored(1, $$"""{"uid":"u","labels":{"a":"1","b":"2"},"ownerReferences":[{{Owner}}]}""", null);
        var after = Stored(2, $$"""{"uid":"u","labels":{"b":"2","a":"1"},"ownerReferences":[{{Owner}}]}""", before);
        after.Header.ShouldBeSameAs(before.Header);
        Encoding.UTF8.GetString(after.Json.Span).ShouldContain("\"resourceVersion\":\"2\"");
    }

    [Fact]
    public void Objects_share_labels_and_owners_that_are_alike()
    {
        var one = Stored(1, $$"""{"uid":"u","labels":{"a":"1","b":"2"},"ownerReferences":[{{Owner}}]}""", null).Header;
        var other = Stored(2, $$"""{"uid":"v","labels":{"b":"2","a":"1"},"ownerReferences":[{{Owner}}]}""", null).Header;
        other.Labels.ShouldBeSameAs(one.Labels);
        other.OwnerReferences.ShouldBeSameAs(one.OwnerReferences);
        other.Uid.ShouldBe("v");
    }

    [Theory]
    [InlineData("""{"uid":"u","labels":{"a":"2"}}""")]
    [InlineData("""{"uid":"u","labels":{"b":"1"}}""")]
    [InlineData("""{"uid":"u","labels":{"a":"1","b":"1"}}""")]
    [InlineData("""{"uid":"u"}""")]
    [InlineData("""{"uid":"u","labels":{"a":"1"},"deletionTimestamp":"2024-01-01T00:00:00Z"}""")]
    [InlineData("""{"uid":"u","labels":{"a":"1"},"finalizers":["x"]}""")]
    [InlineData("""{"uid":"v","labels":{"a":"1"}}""")]
    [InlineData("""{"uid":"u","labels":{"a":"1"},"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"w"}]}""")]
    public void What_differs_is_its_own(string metadata)
    {
        var before = Stored(1, """{"uid":"u","labels":{"a":"1"}}""", null);
        var after = Stored(2, metadata, before).Header;
        var alone = Stored(2, metadata, null).Header;
        after.Uid.ShouldBe(alone.Uid);
        after.Labels.ShouldBe(alone.Labels);
        after.OwnerReferences.ShouldBe(alone.OwnerReferences);
        after.IsDeleting.ShouldBe(alone.IsDeleting);
        after.HasFinalizers.ShouldBe(alone.HasFinalizers);
    }

    private static ApiObject Stored(long revision, string metadata, ApiObject? before)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"apiVersion":"v1","kind":"Pod","metadata":{{metadata}}}""");
        return ApiObject.FromJson(Key, 0, json).Stored(revision, json, before);
    }
}
