using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Model.Tests.Validation;

/// <summary>Rules of the core kinds that few objects meet, each with what Kubernetes says of it (pkg/apis/core/validation).</summary>
public sealed class CoreRulesTests
{
    private const string Volume = "'capacity':{'storage':'1Gi'},'accessModes':['ReadWriteOnce']";
    private const string Claim = "'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'2Gi'}}";
    private const string Zone = "'nodeAffinity':{'required':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'failure-domain.beta.kubernetes.io/zone','operator':'In','values':['a']}]}]}}";

    [Theory]
    [InlineData("PersistentVolume", "'spec':{" + Volume + ",'csi':{'driver':'a.b','volumeHandle':'h','nodePublishSecretRef':{'name':'A','namespace':''}}}",
        "spec.csi.nodePublishSecretRef.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain", "spec.csi.nodePublishSecretRef.namespace: Required value")]
    [InlineData("Node", "'status':{'capacity':{'hugepages-2Mi':'-1'}}", "status.capacity.hugepages-2Mi: Invalid value: \"-1\": must be greater than or equal to 0", "status.allocatable.hugepages-2Mi: ")]
    [InlineData("Node", "'spec':{'podCIDR':'10.0.0.0/24','podCIDRs':['10.0.0.0/24','10.0.0.0/24']}",
        "spec.podCIDRs: Invalid value: []string{\"10.0.0.0/24\", \"10.0.0.0/24\"}: may specify no more than one CIDR for each IP family")]
    [InlineData("ConfigMap", "'data':{'a':'b'},'binaryData':{'a':'Yg=='}", "data[a]: Invalid value: \"a\": duplicate of key present in binaryData")]
    [InlineData("ResourceQuota", "'spec':{'hard':{'pods':'1'},'scopes':['x']}", "spec.scopes: Invalid value: []core.ResourceQuotaScope{\"x\"}: unsupported scope")]
    [InlineData("ResourceQuota", "'spec':{'hard':{'pods':'1'},'scopeSelector':{'matchExpressions':[{'scopeName':'BestEffort','operator':'Exists'},{'scopeName':'NotBestEffort','operator':'Exists'}]}}",
        "spec.scopeSelector.matchExpressions: Invalid value: []core.ResourceQuotaScope(nil): conflicting scopes")]
    [InlineData("ResourceQuota", "'spec':{'hard':{'pods':'1500m'}}",
        "spec.hard[pods]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"1500m\", Format:\"DecimalSI\"}: must be an integer")]
    [InlineData("LimitRange", "'spec':{'limits':[{'type':'Pod','max':{'cpu':'1'},'default':{'cpu':'2'}}]}", "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'")]
    [InlineData("LimitRange", "'spec':{'limits':[{'type':'PersistentVolumeClaim','min':{'storage':'2Gi'},'max':{'storage':'1Gi'}}]}",
        "spec.limits[0].min[storage]: Invalid value: resource.Quantity{i:resource.int64Amount{value:2147483648, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"2Gi\", Format:\"BinarySI\"}: min value 2Gi is greater than max value 1Gi")]
    [InlineData("LimitRange", "'spec':{'limits':[{'type':'Container','max':{'cpu':'1'},'default':{'cpu':'2'},'defaultRequest':{'cpu':'1'}}]}",
        "spec.limits[0].default[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"1\", Format:\"DecimalSI\"}: default value 2 is greater than max value 1")]
    public void A_bad_object_is_refused(string kind, string content, params string[] expected)
    {
        var isCluster = kind is "Node" or "PersistentVolume";
        var errors = Sample.CreateErrors(Sample.Of("v1", kind, content, namespaced: !isCluster));
        errors.Count.ShouldBe(expected.Length, string.Join('\n', errors));
        foreach (var (error, start) in errors.Zip(expected)) error.ShouldStartWith(start);
    }

    [Theory]
    [InlineData("{\"a\":", "unexpected end of JSON input")]
    [InlineData("bad", "invalid character 'b' looking for beginning of value")]
    [InlineData("[]", "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    public void What_a_secret_for_pulls_holds_is_JSON(string content, string why) =>
        Sample.CreateErrors(Sample.Of("v1", "Secret", $"'type':'kubernetes.io/dockerconfigjson','data':{{'.dockerconfigjson':'{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}'}}"))
            .ShouldBe([$"data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": {why}"]);

    [Theory]
    [InlineData("'csi':{'driver':'a.b','volumeHandle':'h'}", "'csi':{'driver':'a.b','volumeHandle':'h','controllerExpandSecretRef':{'name':'s','namespace':'n'}}", null)]
    [InlineData("'csi':{'driver':'a.b','volumeHandle':'h'}", "'csi':{'driver':'a.b','volumeHandle':'i'}", "spec.persistentvolumesource: Forbidden: ")]
    [InlineData("'hostPath':{'path':'/a'}," + Zone, "'hostPath':{'path':'/a'},'nodeAffinity':{'required':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'topology.kubernetes.io/zone','operator':'In','values':['a']}]}]}}", null)]
    [InlineData("'hostPath':{'path':'/a'}," + Zone, "'hostPath':{'path':'/a'},'nodeAffinity':{'required':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'zone','operator':'In','values':['a']}]}]}}", "nodeAffinity: Invalid value: ")]
    public void A_volume_stays_where_it_is(string before, string after, string? expected)
    {
        var errors = Sample.UpdateErrors(Of(before), Of(after));
        if (expected is null) errors.ShouldBeEmpty();
        else errors.ShouldHaveSingleItem().ShouldStartWith(expected);

        static string Of(string source) => Sample.Of("v1", "PersistentVolume", $"'spec':{{{Volume},{source}}}", namespaced: false);
    }

    [Theory]
    [InlineData("", "", "1Gi")]
    [InlineData("'limits':{'storage':'9Gi'}", "", "3Gi", "spec: Forbidden: ")]
    [InlineData("", "'storageClassName':'a'", "2Gi")]
    [InlineData("", "", "500Mi", "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity")]
    [InlineData("", "", "600Mi")]
    [InlineData("", "'volumeMode':'Block'", "2Gi", "spec: Forbidden: ", "volumeMode: Invalid value: \"Block\": field is immutable")]
    public void A_bound_claim_may_grow(string resources, string more, string size, params string[] expected)
    {
        var definition = ResourceRegistry.BuiltIn.Of<PersistentVolumeClaim>();
        var created = Sample.Created<PersistentVolumeClaim>(Sample.Of("v1", "PersistentVolumeClaim", $"'spec':{{{Claim}}}"));
        var old = created with { Status = new() { Phase = "Bound", Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("500Mi") } } };
        var text = Claim.Replace("'2Gi'}", $"'{size}'}}" + (resources.Length > 0 ? "," + resources : ""), StringComparison.Ordinal) + (more.Length > 0 ? "," + more : "");
        var value = definition.PrepareForUpdate(definition.Default(Sample.Read(Sample.Of("v1", "PersistentVolumeClaim", $"'spec':{{{text}}}"))), old);
        var errors = definition.ValidateUpdate(value, old).Select(static e => e.ToString()).ToList();
        errors.Count.ShouldBe(expected.Length, string.Join('\n', errors));
        foreach (var (error, start) in errors.Zip(expected)) error.ShouldStartWith(start);
    }

    [Theory]
    [InlineData("'a'", "'a'", "'storageClassName':'a'", true)]
    [InlineData("'a'", "'a'", "'storageClassName':'b'", false)]
    [InlineData("'a'", "'b'", "'volumeName':''", false)]
    public void The_class_of_a_claim_moves_from_its_annotation(string before, string after, string more, bool isGood)
    {
        var errors = Sample.UpdateErrors(Of(before, "'volumeName':''"), Of(after, more));
        if (isGood) errors.ShouldBeEmpty();
        else errors.ShouldHaveSingleItem();

        static string Of(string annotation, string more) =>
            Sample.Of("v1", "PersistentVolumeClaim", $"'spec':{{{Claim},{more}}}").Replace("\"name\":\"web\"", Sample.Quoted($"'annotations':{{'volume.beta.kubernetes.io/storage-class':{annotation}}},'name':'web'"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100u", "1m")]
    [InlineData("0.30000000000000004", "301m")]
    [InlineData("1001m", "1001m")]
    [InlineData("-0.0001", "-1m")]
    public void Amounts_of_resources_are_in_thousandths(string written, string kept)
    {
        Sample.Created<Pod>(Sample.PodWithContainer($"'resources':{{'limits':{{'cpu':'{written}'}}}}")).Spec.Containers[0].Resources.Requests["cpu"].ToString().ShouldBe(kept);
        Sample.Created<ResourceQuota>(Sample.Of("v1", "ResourceQuota", $"'spec':{{'hard':{{'cpu':'{written}'}}}}")).Spec.Hard["cpu"].ToString().ShouldBe(kept);
    }

    [Theory]
    [InlineData("kube-system", "", "", false)]
    [InlineData("default", "", "", true)]
    [InlineData("a", "b", "", false)]
    [InlineData("kube-system", "", "2026-01-01T00:00:00Z", true)]
    [InlineData("a", "", "2026-01-01T00:00:00Z", false)]
    [InlineData("a", "b", "2026-01-01T00:00:00Z", true)]
    public void An_event_lives_beside_what_it_is_about(string space, string about, string time, bool isGood)
    {
        var error = $"involvedObject.namespace: Invalid value: \"{about}\": does not match event.namespace";
        var written = $"'involvedObject':{{'kind':'A','name':'a','namespace':'{about}'}},'reportingComponent':'a','reportingInstance':'a','action':'a','reason':'a'" + (time.Length > 0 ? $",'eventTime':'{time}'" : "");
        Sample.CreateErrors(Sample.Of("v1", "Event", written).Replace("\"namespace\":\"default\"", $"\"namespace\":\"{space}\"", StringComparison.Ordinal)).ShouldBe(isGood ? [] : [error]);
    }

    [Fact]
    public void What_a_quota_counts_is_counted_in_amounts()
    {
        var old = Sample.Created<ResourceQuota>(Sample.Of("v1", "ResourceQuota", "'spec':{'hard':{'pods':'1'}}"));
        var value = old with { Status = new() { Used = new Dictionary<string, Quantity> { ["disk"] = Quantity.Parse("-1") } } };
        ResourceRegistry.BuiltIn.Of<ResourceQuota>().ValidateStatusUpdate(value, old).Select(static e => e.ToString()).ShouldBe([
            "status.used[disk]: Invalid value: disk: must be a standard resource type or fully qualified",
            "status.used[disk]: Invalid value: disk: must be a standard resource for quota",
            "status.used[disk]: Invalid value: \"-1\": must be greater than or equal to 0",
        ]);
    }
}
