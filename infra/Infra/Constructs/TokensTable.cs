using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Constructs;
using SensorWatch.Functions.Access;

namespace SensorWatch.Infra.Constructs;

/// <summary>Hashes of access tokens. No function writes it: tokens are issued and revoked by people.</summary>
public sealed class TokensTable : Construct
{
    private readonly CfnTable _table;

    public TokensTable(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _table = TableResource.Create(this, context, new() { PartitionKey = TokenTable.TokenId });
        _ = new CfnOutput(this, "Name", new CfnOutputProps { Value = _table.Ref, Description = "Name of the tokens table, for the command that issues tokens" });
    }

    /// <summary>May look a token up.</summary>
    public Access Read => new AccessStatement("ReadTokens", ["dynamodb:GetItem"], [_table.AttrArn])
        .ToAccess()
        .Told(TokenStore.TableNameVariable, _table.Ref);
}
